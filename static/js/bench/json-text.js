/** JSON as people type it: laying it out without changing a value, and the place at which it is wrong. */

const PLACEHOLDER = /\\?\{\{[A-Za-z_][\w.-]*\}\}/g; // the name of a variable
const TOKEN = /\{\{[A-Za-z_][\w.-]*\}\}|"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Return the text with one value a line; numbers and strings stay as they were typed. */
export function laidOut(text) {
  const tokens = text.match(TOKEN) ?? [];
  let depth = 0;
  let out = "";
  const line = () => `\n${"  ".repeat(depth)}`;
  tokens.forEach((token, at) => {
    if (token === "{" || token === "[") {
      depth += 1;
      out += token + (/^[}\]]$/.test(tokens[at + 1] ?? "") ? "" : line());
    } else if (token === "}" || token === "]") {
      depth = Math.max(0, depth - 1);
      out += (/^[{[]$/.test(tokens[at - 1] ?? "") ? "" : line()) + token;
    } else if (token === ",") out += token + line();
    else out += token === ":" ? ": " : token;
  });
  return out;
}

/** Return the line and column at which a text is not JSON, both undefined if that is not known; null if it is JSON. */
export function faultOf(text) {
  // As many characters, so that places stay the same.
  const filled = text.replace(PLACEHOLDER, (name) => "0".padEnd(name.length));
  try {
    JSON.parse(filled);
    return null;
  } catch ({ message }) {
    const lineAndColumn = /line (\d+) column (\d+)/.exec(message);
    if (lineAndColumn) return { line: Number(lineAndColumn[1]), column: Number(lineAndColumn[2]) };
    const position = /position (\d+)/.exec(message)?.[1] ?? (/end of/i.test(message) ? filled.length : null);
    if (position === null) return {};
    const before = filled.slice(0, Number(position)).split("\n");
    return { line: before.length, column: before.at(-1).length + 1 };
  }
}
