import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Call, mayBeRepeated } from './repeat.ts'

const page = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

/** Names of calls and the second column after them, from the table of the README. */
const rows = [...page.matchAll(/^\| ((?:`\w+`(?:, )?)+) +\| [\d ]+ +\| (yes|no) /gm)].flatMap(
  ([, names = '', changes]) =>
    [...names.matchAll(/\w+/g)].map(([name]) => [name, changes === 'yes'] as const),
)

describe('the table of calls', () => {
  it('has the calls that may be repeated, and all others', () => {
    const repeated = rows.flatMap(([name, changes]) => (changes ? [] : [name]))
    expect(repeated).toEqual(['patronStatus', 'patron', 'list', 'fees', 'item'])
    expect(rows.length).toBe(18)
  })

  it.each(rows.filter(([name]) => name !== 'tell'))(
    'says of %s that it changes something: %s',
    (name, changes) => {
      expect(mayBeRepeated(name as Call)).toBe(!changes)
    },
  )
})
