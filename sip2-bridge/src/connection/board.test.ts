import { describe, expect, it } from 'vitest'
import { type Fields, parseMessage } from '../protocol/codec.ts'
import { Board } from './board.ts'

const said = (text: string) => {
  const result = parseMessage(Buffer.from(text))
  if (!result.ok) throw new Error(`no message: ${text}`)
  return result.message.fields as Fields<'acsStatus'>
}

describe('what is told of a connection', () => {
  it('is told again when the server says something else of itself, and not for its clock', () => {
    const board = new Board()
    const checkout: (string | undefined)[] = []
    board.onStatus(({ server }) => checkout.push(server?.checkoutOk))
    for (const word of [
      '98YYYYNN10000320261006    1200002.00AOM|',
      '98YYYYNN10000320261006    1201002.00AOM|',
      '98YYNYNN10000320261006    1202002.00AOM|',
      '98YYNYNN10000320261006    1203002.00AOM|',
    ]) {
      board.hear(said(word))
      board.become('ready', 'connected')
    }
    expect(checkout).toEqual(['Y', 'N'])
  })
})
