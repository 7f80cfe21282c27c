import { describe, expect, it } from 'vitest'
import { parseSettings } from './load.ts'

const kiosk = (devices = 'tunnel: { url: "tcp://10.0.0.1:10001" }') =>
  `library: { name: L }\nils: { host: 127.0.0.1 }\ndevices: { ${devices} }\n`
const BINS =
  'bins: [{ number: 1, name: A, millimetres: 1200 }, { number: 9, name: X, exception: true, millimetres: 2000 }]'

function problems(drop: string, around = kiosk()): string[] {
  const result = parseSettings(`drop: { ${drop} }\n${around}`)
  return result.ok ? [] : result.problems.map(({ line, path, reason }) => `${line} ${path}: ${reason}`)
}

describe('the settings of a drop', () => {
  it('are whole with bins alone', () => {
    expect(problems(BINS)).toEqual([])
    expect(problems('layout: simple, bins: [{ number: 1, name: A }]')).toEqual([])
  })

  it('may be absent', () => {
    const result = parseSettings(kiosk())
    expect(result.ok && result.settings.drop).toBe(undefined)
  })

  it('want a reader', () => {
    expect(problems(BINS, kiosk(''))).toEqual(['1 drop: has no reader: devices.tunnel is missing'])
  })

  it.each([
    ['a bin twice', BINS.replace('number: 9', 'number: 1'), 'bins: each number may stand once'],
    ['no exception bin', BINS.replace('exception: true', 'exception: false'), 'bins: exactly one must be'],
    [
      'a bin behind the end of the belt',
      BINS.replace('1200', '2000'),
      'bins: the exception bin must be the last',
    ],
    [
      'several bins without a belt',
      `layout: simple, ${BINS}`,
      'bins: must be exactly one in the simple layout',
    ],
    ['a bin in the read zone', BINS.replace('1200', '469'), 'bins: no bin may be nearer than 470 mm'],
    [
      'a shortest item that is the longest',
      `${BINS}, itemMillimetresMin: 400`,
      'itemMillimetresMin: must be less',
    ],
    [
      'a lead into the item before',
      `${BINS}, divertLeadMillimetres: 201`,
      'divertLeadMillimetres: with the longest',
    ],
    [
      'a hold into the next item',
      `${BINS}, divertHoldMillimetres: 480`,
      'divertHoldMillimetres: with the lead',
    ],
    [
      'a window over the next item',
      `${BINS}, arrivalMillimetres: 560`,
      'arrivalMillimetres: must be 40 mm less',
    ],
    ['a belt too fast', `${BINS}, beltMillimetresPerSecond: 1486`, 'beltMillimetresPerSecond: is too fast'],
  ])('are refused with their line where there is %s', (_what, drop, reason) => {
    expect(problems(drop)).toEqual([expect.stringContaining(`1 drop.${reason}`)])
  })
})
