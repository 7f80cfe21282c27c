/** The page on what servers do names a test for each row; a name that no test bears any more is a promise broken. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/sip2/quirks.md'), 'utf8')

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (-|A server)/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
const proofs = rows.map((cells) => /^`([^`]+)` (.+)$/.exec(cells[4] ?? '')?.slice(1) ?? ['', cells.join('|')])

describe('the page on what servers do', () => {
  it('has a test in every row', () => {
    expect(rows.length).toBeGreaterThan(50)
    expect(proofs.filter(([file]) => file === '')).toEqual([])
  })

  it.each(proofs)('%s proves: %s', (file, title) => {
    const path = join(root, 'sip2-bridge/src', file ?? '')
    expect(existsSync(path)).toBe(true)
    expect(readFileSync(path, 'utf8')).toContain(title)
  })
})
