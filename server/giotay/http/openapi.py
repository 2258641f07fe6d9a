"""The table of routes as an OpenAPI 3.1 document, so that nobody writes it twice."""

import re
from http import HTTPStatus
from typing import Any

import msgspec

from giotay.http.table import Route
from giotay_protocol import PROTOCOL_VERSION
from giotay_protocol.refusals import CODES

_WHO = {
    "bearer": "A token of any room, or the host key.",
    "token": "A token of this room, or the host key.",
    "desk": "A token of the desk of this room, or the host key.",
    "host": "The host key.",
}


def document(routes: list[Route]) -> dict[str, Any]:
    """The description of all routes."""
    bodies = [route.body for route in routes if route.body is not None]
    _, schemas = msgspec.json.schema_components(bodies, ref_template="#/components/schemas/{name}")
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    error = {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {"code": {"enum": list(CODES)}, "message": {"type": "string"}},
            }
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Giotay", "version": PROTOCOL_VERSION},
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Error": error},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.about,
        "responses": {
            **{str(status): {"description": about} for status, about in route.answers.items()},
            "default": {
                "description": "A refusal.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            },
        },
    }
    names = re.findall(r"{(\w+)}", route.path)
    if names:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
        ]
    if route.body is not None:
        schema = {"$ref": f"#/components/schemas/{route.body.__name__}"}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if route.who != "anyone":
        operation["security"] = [{"bearer": []}]
        operation["description"] = _WHO[route.who]
        operation["responses"].setdefault(str(HTTPStatus.UNAUTHORIZED.value), {"description": "Who are you?"})
    return operation
