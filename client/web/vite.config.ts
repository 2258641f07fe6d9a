// How the pages are built: six HTML entries, old WebViews as targets, and a .gz sibling beside every text file,
// because over plain http a browser asks for gzip only and the server hands out the file that is already there.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const PAGES = ['index.html', 'phone.html', 'desk.html', 'screen.html', 'host.html', 'verify.html'];

/**
 * What every phone needs in its first second goes into one file, not ten: on a weak network the number of requests is what costs.
 * Left out: what only other pages use, and what a phone fetches later.
 */
const EVERY_PHONE =
  /node_modules\/(preact|@preact|socket\.io|engine\.io|@socket\.io)|src\/words\/(vi|address)\.ts|src\/shared\/(?!calls|commitment|director|documents|estimate|http|mentions|minutes|names|news|order|outcome|outlook|paper|poll|presidium|rollcall|round|saving|silence|similar|statement|topics|why|words\.(chair|documents|floor|gone|outcome|people|results|score|statement|voices)|ui\/(Chairing|Commitment|DocumentPage|LanguageSwitch|Naming|Outcome|Paper|Qr|Reactors|ScanPage|ScoreTable|Statement|Vote))/;

/** Which page the server would answer with; the same table is served by the real server. */
function pageOf(path: string): string | null {
  if (/^\/(j|m)\//.test(path)) return '/phone.html';
  if (/^\/desk(\/|$)/.test(path)) return '/desk.html';
  if (/^\/screen(\/|$)/.test(path)) return '/screen.html';
  if (/^\/host(\/|$)/.test(path)) return '/host.html';
  if (path === '/verify') return '/verify.html';
  return null;
}

function pages(): Plugin {
  return {
    name: 'giotay-pages',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/';
        const page = path.includes('.') ? null : pageOf(path);
        if (page) request.url = page;
        next();
      });
    },
  };
}

/** What the socket library brings and our server does not speak: WebTransport, and bytes inside of messages. A phone need not load it. */
const UNSPOKEN: Record<string, Record<string, string>> = {
  'engine.io-client': { './webtransport.js': 'export const WT = undefined;' },
  'engine.io-parser': { './contrib/base64-arraybuffer.js': 'export const decode = () => new ArrayBuffer(0);' },
  'socket.io-parser': {
    './is-binary.js': 'export const isBinary = () => false; export const hasBinary = isBinary;',
    './binary.js': 'export const deconstructPacket = (packet) => ({ packet, buffers: [] }); export const reconstructPacket = (packet) => packet;',
  },
};

function withoutUnspoken(): Plugin {
  return {
    name: 'giotay-without-unspoken',
    enforce: 'pre',
    resolveId(id, importer) {
      const library = Object.keys(UNSPOKEN).find((each) => importer?.includes(`/${each}/`));
      return library && UNSPOKEN[library]?.[id] ? `\0${library}:${id}` : null;
    },
    load(id) {
      const [library, file] = id.startsWith('\0') ? id.slice(1).split(':') : [];
      return (library && file && UNSPOKEN[library]?.[file]) || null;
    },
  };
}

function gzipped(): Plugin {
  return {
    name: 'giotay-gzipped',
    apply: 'build',
    async writeBundle(options) {
      const folder = options.dir ?? '';
      const names = await readdir(folder, { recursive: true });
      for (const name of names.filter((each) => /\.(js|css|html|svg)$/.test(each))) {
        const file = join(folder, name);
        await writeFile(`${file}.gz`, gzipSync(await readFile(file), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: '/',
  plugins: [pages(), withoutUnspoken(), gzipped()],
  build: {
    outDir: '../../server/giotay/web',
    emptyOutDir: true,
    target: ['es2020', 'chrome87', 'safari14'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: PAGES,
      output: { codeSplitting: { groups: [{ name: 'shared', test: EVERY_PHONE }] } },
      // How long it took is nothing to be warned of: the machine may have other work.
      checks: { bundlerTimings: false },
      onLog(level, log, tell) {
        // A part that was to be fetched later and is not makes a page heavier in silence.
        if (log.code === 'INEFFECTIVE_DYNAMIC_IMPORT') throw new Error(log.message);
        tell(level, log);
      },
    },
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:8080',
      '/socket.io': { target: 'http://127.0.0.1:8080', ws: true },
    },
  },
  test: { include: ['test/**/*.test.ts'] },
});
