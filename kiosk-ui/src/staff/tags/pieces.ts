import { LIST_MAX_CHARACTERS, LIST_PIECE_CHARACTERS } from '@lectern/device-agent/contract/tag-tool'

/** A list in pieces that a message holds, each a whole number of lines; a line longer than that is no item and left out. */
export function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  for (const line of text.slice(0, LIST_MAX_CHARACTERS).split(/\r\n|\r|\n/)) {
    if (line.length >= LIST_PIECE_CHARACTERS) continue
    if (piece.length + line.length >= LIST_PIECE_CHARACTERS) {
      pieces.push(piece)
      piece = ''
    }
    piece += `${line}\n`
  }
  return piece.trim() === '' ? pieces : [...pieces, piece]
}
