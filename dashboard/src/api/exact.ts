/** A string, or a number, of a JSON text. Strings are matched so that nothing inside one is taken for a number. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const KEY = /\s*:/y;
/** Integers of up to so many digits are below 2^53. */
const SAFE_DIGITS = 15;

const MONEY = /^cost$|(?:^|_)usd(?:_|$)/;

/** Whether a member of this name holds an amount of money: `cost`, `effect_usd`, `usd_per_million_tokens`. */
export function isMoney(name: string): boolean {
  return MONEY.test(name);
}

/**
 * A JSON text in which amounts of money, and integers that a JavaScript number cannot hold, are strings: parsed, they keep
 * their digits.
 */
export function quoteExact(json: string): string {
  let key = "";
  return json.replace(TOKEN, (token, at: number) => {
    if (token.startsWith('"')) {
      KEY.lastIndex = at + token.length;
      if (KEY.test(json)) key = token.slice(1, -1);
      return token;
    }
    return isMoney(key) || (/^-?\d+$/.test(token) && token.length > SAFE_DIGITS) ? `"${token}"` : token;
  });
}
