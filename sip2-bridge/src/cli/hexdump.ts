/** Bytes out of what tcpdump -X, hexdump -C, xxd, tshark -x and socat -x print. */

/** Bytes collected of one dump before they are handed on. */
const BLOCK_MAX_BYTES = 131_072

export interface DumpLine {
  /** Null where the tool prints none. */
  readonly offset: number | null
  readonly bytes: Buffer
}

const HEX = '[0-9a-fA-F]{2}'
const FORMS: readonly RegExp[] = [
  // tcpdump: '	0x0010:  3939 3030 3830 322e  9900802.'; xxd: '00000010: 3939 3030 3830 322e  9900802.'
  new RegExp(
    `^\\s*(?:0x)?(?<offset>[0-9a-fA-F]{4,8}): {1,2}(?<hex>(?:(?:${HEX}){1,2} )*(?:${HEX}){1,2})(?: {2,}.*)?\\s*$`,
  ),
  // hexdump -C: '00000010  39 39 30 30 38 30 32 2e  30 30 0d 0a  |9900802.00..|'
  new RegExp(`^(?<offset>[0-9a-fA-F]{8})  (?<hex>(?:${HEX} {1,2}){1,16}) *\\|.*\\|\\s*$`),
  // tshark: '0010  39 39 30 30 38 30 32 2e   9900802.'
  new RegExp(`^(?<offset>[0-9a-fA-F]{4}) {2,3}(?<hex>(?:${HEX} )*${HEX})(?: {2,}.*)?\\s*$`),
  // socat: ' 39 39 30 30 38 30 32 2e  9900802.'
  new RegExp(`^ (?<hex>(?:${HEX} )*${HEX})(?: {2,}.*)?\\s*$`),
]

export function readDumpLine(line: string): DumpLine | null {
  for (const form of FORMS) {
    const groups = form.exec(line)?.groups
    if (groups?.hex === undefined) continue
    const bytes = Buffer.from(groups.hex.replaceAll(' ', ''), 'hex')
    return { offset: groups.offset === undefined ? null : Number.parseInt(groups.offset, 16), bytes }
  }
  return null
}

/** Joins the lines of a dump into blocks: one packet, or one transfer. */
export class DumpBlock {
  #bytes: Buffer[] = []
  #size = 0

  /** True where the line is part of a dump; `take` is told of a block that it ends. */
  line(text: string, take: (block: Buffer) => void): boolean {
    const read = readDumpLine(text)
    if (read === null || read.offset === 0 || this.#size > BLOCK_MAX_BYTES) this.end(take)
    if (read === null) return false
    this.#bytes.push(read.bytes)
    this.#size += read.bytes.length
    return true
  }

  end(take: (block: Buffer) => void): void {
    if (this.#size > 0) take(Buffer.concat(this.#bytes))
    this.#bytes = []
    this.#size = 0
  }
}
