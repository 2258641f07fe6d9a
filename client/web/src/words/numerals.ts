// How numbers and days are written in both languages, to tell whether a sentence has any.

// Only numerals that are nothing else: "năm" is also a year, "một" and "one" are also an article.
export const NUMERAL = /\d|(^|[^\p{L}])(hai|ba|bốn|sáu|bảy|tám|chín|mười|trăm|nghìn|two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|hundred|twice|half|every|weekly|monthly|daily)(?!\p{L})/iu;
export const DAY = /\d{1,2}\s*[/.-]\s*\d{1,2}|(tháng|quý|month of)\s+\d|(^|[^\p{L}])(january|february|march|april|june|july|august|september|october|november|december)(?!\p{L})/iu;
