import { describe, expect, it } from 'vitest'
import { UsageError } from './command.ts'
import { faultsOf, probabilityOf } from './fault-options.ts'

describe('faults on the command line', () => {
  it('are modes, switches and numbers, several at a time', () => {
    expect(faultsOf(['silent', 'noise', 'late', 'ask-again=4', 'clock-off=-60000', 'jitter=50'])).toEqual({
      mode: 'silent',
      noise: true,
      late: 1,
      askAgain: 4,
      clockOffMilliseconds: -60_000,
      jitterMilliseconds: 50,
    })
    expect(faultsOf([])).toEqual({})
  })

  it.each(['', 'chaos', 'seed', 'mode', 'noise=1', 'silent=1', 'drop=-1', 'drop=1.5', 'drop=', 'late=x'])(
    'are not %j',
    (text) => {
      expect(() => faultsOf([text])).toThrow(UsageError)
    },
  )
})

describe('a probability', () => {
  it('lies from 0 to 1', () => {
    expect(['0', '.05', '0.5', '1'].map(probabilityOf)).toEqual([0, 0.05, 0.5, 1])
    for (const text of ['1.1', '-0.1', '1e-3', '', 'often'])
      expect(() => probabilityOf(text)).toThrow(UsageError)
  })
})
