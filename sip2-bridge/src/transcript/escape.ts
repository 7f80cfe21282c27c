/** Bytes as one line of ASCII and back: what is printable stands as it is, the rest as `\r`, `\n`, `\\` or `\xHH`. */

const NAMED: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\\': '\\\\' }
const MEANT: Readonly<Record<string, string>> = { r: '\r', n: '\n', '\\': '\\' }

export function escapeBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(
      /[^\x20-\x5b\x5d-\x7e]/g,
      (letter) => NAMED[letter] ?? `\\x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
}

/** Undefined where the text holds an escape it does not know, or a character outside ASCII. */
export function unescapeBytes(text: string): Buffer | undefined {
  if (!/^(?:[\x20-\x5b\x5d-\x7e]|\\(?:[rn\\]|x[0-9A-Fa-f]{2}))*$/.test(text)) return undefined
  const bytes = text.replaceAll(/\\(?:x(..)|(.))/g, (_, hex?: string, name?: string) =>
    hex === undefined ? (MEANT[name ?? ''] ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}
