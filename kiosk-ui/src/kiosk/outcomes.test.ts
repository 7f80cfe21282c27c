import { describe, expect, it } from 'vitest'
import { VIEWS } from '../gallery/fixtures.ts'
import { translator } from '../i18n/translate.ts'
import { returnOutcomes, soundOf } from './outcomes.ts'
import { returnWords } from './row-words.ts'

const view = (name: string) => {
  const found = VIEWS[name]
  if (found === undefined) throw new RangeError(`no view ${name}`)
  return found
}
const empty = view('returnsEmpty')

describe('what is said aloud of returns', () => {
  it('is every item that came to an end, with what to do with it now, and nothing twice', () => {
    const t = translator('en')
    const said = returnOutcomes(empty, view('returns')).map((row) => returnWords(row, t))
    expect(said).toHaveLength(7)
    expect(said).toContainEqual({
      title: 'Walden',
      state: 'Returned. A slip is being printed. Please put it inside. Goes here: Hold shelf',
    })
    expect(returnOutcomes(view('returns'), view('returns'))).toEqual([])
  })
  it('is nothing of what is still under way', () => {
    const states = returnOutcomes(empty, view('returnsMixed')).map((row) => row.state)
    expect(states).not.toContain('seen')
    expect(states).not.toContain('returning')
  })
})

describe('the sound of returns', () => {
  it.each([
    ['returns', 'returned'],
    ['returnsMixed', 'refused'],
    ['goodbyeReturns', 'goodbye'],
  ] as const)('with %s is %s', (name, sound) => {
    expect(soundOf(empty, view(name))).toBe(sound)
  })
  it('is none where nothing changed', () => {
    expect(soundOf(empty, empty)).toBeNull()
  })
})

describe('a question of staff', () => {
  it('is sounded once, when it comes', () => {
    const [looking, asking] = [view('helpLooking'), view('helpAsking')]
    expect(soundOf(looking, asking)).toBe('attention')
    expect(soundOf(asking, asking)).toBeNull()
    expect(soundOf(asking, view('helpHelping'))).toBeNull()
  })
})
