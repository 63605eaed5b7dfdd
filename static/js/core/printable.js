/** Text from a guest as it may be shown, by the rules of server/model/printable.py but for joiners, which stay. */

const INVISIBLE =
  /[\p{Cc}\p{Cs}\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]|\u00ad|\u034f|\u17b4|\u17b5/gu;

/** Returns the text with each character that would be invisible, or turn the text around, as an escape. */
export function printable(text) {
  return text.replace(INVISIBLE, (character) =>
    character === "\n" || character === "\t"
      ? character
      : `\\u${character.codePointAt(0).toString(16).padStart(4, "0")}`,
  );
}
