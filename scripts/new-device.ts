/**
 * `npm run new:device -- scanner my-protocol`: begins a driver folder at bronze, with working code and passing tests
 * to change step by step. An RFID pad is a protocol of requests and answers: begin it from a copy of an existing one.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const AWAY: Readonly<Record<string, string>> = {
  scanner: 'SCANNER_AWAY',
  printer: 'PRINTER_AWAY',
  io: 'IO_AWAY',
}
const scaffold = join(import.meta.dirname, 'scaffold')

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

function fail(message: string): never {
  console.error(message)
  return process.exit(64)
}

function main([
  kind = '',
  name = '',
  sources = join(import.meta.dirname, '../device-agent/src'),
]: string[]): void {
  const away = AWAY[kind]
  if (away === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    fail(`usage: npm run new:device -- ${Object.keys(AWAY).join('|')} name-of-the-protocol`)
  const target = join(sources, 'devices', kind, name)
  if (existsSync(target)) fail(`${target} is there already`)
  const words: Readonly<Record<string, string>> = {
    name,
    class: kind,
    away: away ?? '',
    Name: name.split('-').map(capital).join(''),
    title: name.split('-').join(' '),
  }
  mkdirSync(target, { recursive: true })
  for (const folder of ['common', kind]) {
    for (const file of readdirSync(join(scaffold, folder))) {
      const text = readFileSync(join(scaffold, folder, file), 'utf8')
      const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (_all, word: string) => words[word] ?? '')
      writeFileSync(join(target, file.replace(/\.tmpl$/, '')), filled)
    }
  }
  console.log(
    `${target}\nNext: its protocol in config/device-settings.ts, its driver in drivers.ts, then npm run format.`,
  )
}

main(process.argv.slice(2))
