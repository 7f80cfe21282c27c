/**
 * `npm run staff-pin`: asks for a PIN, and prints what goes into the settings. `npm run staff-pin -- --card`: the same of a
 * staff card's number. What is typed is not shown, and is read from the terminal or the standard input only: an argument
 * would stand in the list of processes.
 */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { hashCard, hashPin } from '../device-agent/src/staff-mode/secret.ts'

/** Digits alone: the kiosk's keypad has no letters. */
const PIN = /^\d{6,32}$/

const words = process.argv.slice(2)
const isCard = words[0] === '--card'
if (words.length > (isCard ? 1 : 0)) {
  process.stderr.write('usage: npm run staff-pin [-- --card]\n')
  process.exit(64)
}

process.stderr.write(isCard ? 'Scan or type the card: ' : 'PIN, six digits or more: ')
const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
const lines = createInterface({
  input: process.stdin,
  output: silent,
  terminal: process.stdin.isTTY === true,
})
const typed = await new Promise<string>((resolve) => {
  lines.once('line', resolve)
  lines.once('close', () => resolve(''))
})
lines.close()
process.stderr.write('\n')

const text = typed.trim()
if (isCard ? text === '' : !PIN.test(text)) {
  process.stderr.write(isCard ? 'No card was read.\n' : 'A PIN has six digits or more, and nothing else.\n')
  process.exit(65)
}
process.stdout.write(`${isCard ? hashCard(text) : await hashPin(text)}\n`)
