import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadSettings, parseSettings, SETTINGS_MAX_BYTES } from './load.ts'

const least = 'library:\n  name: Riverside\nils:\n  host: 10.0.0.5\n'

function problems(text: string): string[] {
  const result = parseSettings(text)
  if (result.ok) throw new Error('accepted')
  return result.problems.map(({ line, column, path, reason }) => `${line}:${column} ${path} ${reason}`)
}

describe('a settings file that is right', () => {
  it('needs only what has no default, and gets all defaults', () => {
    const result = parseSettings(least)
    if (!result.ok) throw new Error('refused')
    expect(result.settings.ils.port).toBe(6001)
    expect(result.settings.session).toEqual({
      inactivitySeconds: 60,
      countdownSeconds: 30,
      goodbyeSeconds: 8,
    })
    expect(result.settings.devices).toEqual({})
  })

  it('may have a section whose settings are all commented out', () => {
    const result = parseSettings(`${least}kiosk:\n  # theme: dark\ndevices:\n`)
    expect(result.ok && result.settings.kiosk.theme).toBe('light')
  })

  it('takes hexadecimal AFI values', () => {
    const result = parseSettings(
      `${least}devices:\n  rfid:\n    url: tcp://10.0.0.7:10001\n    afiOnLoan: 0xDA\n`,
    )
    expect(result.ok && result.settings.devices.rfid?.afiOnLoan).toBe(0xda)
  })
})

describe('a settings file that is wrong is refused with the line and the reason', () => {
  it.each([
    [
      'a mistyped name',
      `${least}kisok:\n  theme: dark\n`,
      "5:1 kisok unknown name 'kisok'; did you mean 'kiosk'?",
    ],
    [
      'a mistyped choice',
      `${least}kiosk:\n  theme: drak\n`,
      "6:3 kiosk.theme must be one of light, dark; found 'drak'; did you mean 'dark'?",
    ],
    [
      'a number in quotes: nothing is converted',
      `${least}http:\n  port: "8480"\n`,
      "6:3 http.port must be a whole number from 1 to 65535; found '8480'",
    ],
    [
      'a number out of range',
      `${least}session:\n  inactivitySeconds: 5\n`,
      '6:3 session.inactivitySeconds must be a whole number from 10 to 600 s; found 5',
    ],
    [
      'a fraction',
      `${least}session:\n  inactivitySeconds: 30.5\n`,
      '6:3 session.inactivitySeconds must be a whole number from 10 to 600 s; found 30.5',
    ],
    [
      'yes for true',
      `${least}patron:\n  showName: yes\n`,
      "6:3 patron.showName must be true or false; found 'yes'; write true or false",
    ],
    [
      'a bad pattern',
      `${least}patron:\n  cardPattern: '(2'\n`,
      "6:3 patron.cardPattern must be a regular expression; found '(2'",
    ],
    [
      'a number where text belongs',
      'library:\n  name: 1984\nils:\n  host: a\n',
      '2:3 library.name must be text of at most 80 characters, not empty; found 1984; put it into quotes',
    ],
    [
      'an unknown language in a list',
      `${least}kiosk:\n  languages: [en, fr]\n`,
      "6:19 kiosk.languages.1 must be one of en, de; found 'fr'",
    ],
    [
      'a device without a port',
      `${least}devices:\n  printer:\n    columns: 32\n`,
      '6:3 devices.printer.url is missing: text such as tcp://192.168.1.61:9100',
    ],
    [
      'a list where a section belongs',
      `${least}kiosk:\n  - en\n`,
      '5:1 kiosk must be a section with settings of its own; found a list',
    ],
    ['a tab', 'library:\n\tname: Riverside\n', '2:1  a tab where spaces belong: YAML is indented by spaces'],
    ['a name set twice', `${least}ils:\n  host: b\n`, '5:1  this name is set twice in the same section'],
    ['a second document', `${least}---\na: 1\n`, '5:1  a second document begins here: one file holds one'],
    [
      'an unknown escape',
      `${least}patron:\n  cardPattern: "^2\\d+$"\n`,
      '6:19  an unknown \\ in double quotes: use single quotes, there \\ stands for itself',
    ],
  ])('%s', (_what, text, problem) => {
    expect(problems(text)).toEqual([problem])
  })

  it('tells everything that is wrong at once, in the order of the file', () => {
    const text =
      'kiosk:\n  a: 1\n  b: 2\n  theme: red\n  volumePercent: 101\nhttp:\n  port: 0\nsession:\n  c: 1\n  goodbyeSeconds: 1\nx: 1\n'
    expect(problems(text).map((line) => line.split(' ')[0])).toEqual([
      '1:1',
      '1:1',
      '2:3',
      '3:3',
      '4:3',
      '5:3',
      '7:3',
      '9:3',
      '10:3',
      '11:1',
    ])
  })

  it.each([
    'hunter-two: x',
    '[hunter-two]',
    '*hunter-two',
    '!hunter-two x',
    '@hunter-two',
    'a: hunter-two: b',
    '{hunter-two: 1}',
    '"hunter-two',
    '%hunter-two',
    '&hunter-two',
    '- hunter-two',
  ])('never repeats a password, written as %s', (written) => {
    const text = `library:\n  name: Riverside\nils:\n  host: a\n  password: ${written}\n`
    const result = parseSettings(text)
    expect(JSON.stringify(result.ok ? '' : result.problems)).not.toContain('hunter-two')
  })

  it('never repeats a password whose colon has no space after it', () => {
    expect(problems(`${least}  password:hunter-two: 1\n`).join()).not.toContain('hunter-two')
  })

  it('a numeric password is refused without being shown', () => {
    expect(problems(`${least}  password: 4711\n`)).toEqual([
      '5:3 ils.password must be text of at most 255 characters; found a number; put it into quotes',
    ])
  })

  it('whatever the text, there are settings or problems with a line, and nothing is thrown', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        'library:',
        '\n',
        '  ',
        '\t',
        '- ',
        ': ',
        '*a',
        '&a ',
        '!!int ',
        '? ',
        '"',
        "'",
        '{',
        '}',
        '[',
        ']',
        '<<: ',
        '__proto__: ',
        '|',
        '>',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const result = parseSettings(pieces.join(''))
        expect(
          result.ok || result.problems.every((p) => p.line >= 1 && p.column >= 1 && p.reason !== ''),
        ).toBe(true)
        expect(result.ok || result.problems.length).not.toBe(0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('reading the file', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lectern-settings-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const reasonFor = async (path: string): Promise<string> => {
    const result = await loadSettings(path)
    return result.ok ? 'accepted' : (result.problems[0]?.reason ?? '')
  }

  it('a right file is loaded', async () => {
    const path = join(folder, 'right.yaml')
    await writeFile(path, least)
    expect((await loadSettings(path)).ok).toBe(true)
  })
  it('a missing file, a folder, a huge file and one that is not UTF-8 are refused with their reason', async () => {
    expect(await reasonFor(join(folder, 'none.yaml'))).toBe('there is no such file')
    expect(await reasonFor(folder)).toBe('this is a folder, not a file')
    await writeFile(join(folder, 'huge.yaml'), Buffer.alloc(SETTINGS_MAX_BYTES + 1, '#'))
    expect(await reasonFor(join(folder, 'huge.yaml'))).toMatch(/larger than/)
    await writeFile(join(folder, 'latin1.yaml'), Buffer.from('library: {name: B\xfccher}', 'latin1'))
    expect(await reasonFor(join(folder, 'latin1.yaml'))).toBe('the file is not UTF-8 text')
  })
})
