import { describe, expect, it } from 'vitest'
import { commandOf, isCommandVerb, LOG_TAIL_LINES_MAX, MESSAGE_MAX_CHARACTERS } from './contract.ts'

describe('an order', () => {
  it.each([
    ['close', {}],
    ['close', { reason: 'Stocktaking' }],
    ['open', {}],
    ['restart_driver', { device: 'printer' }],
    ['empty_bin', { bin: 2 }],
    ['log_tail', { lines: LOG_TAIL_LINES_MAX }],
    ['set_message', { text: '' }],
  ] as const)('%s with %j is one', (verb, args) => {
    expect(commandOf(verb, args)).toEqual({ verb, args })
  })

  it.each([
    ['close', { reason: 'x'.repeat(MESSAGE_MAX_CHARACTERS + 1) }],
    ['open', { force: true }],
    ['open', null],
    ['restart_driver', {}],
    ['empty_bin', { bin: '2' }],
    ['log_tail', { lines: LOG_TAIL_LINES_MAX + 1 }],
    ['set_message', {}],
  ] as const)('%s with %j is none', (verb, args) => {
    expect(commandOf(verb, args)).toBeNull()
  })

  it('is known by its verb, not by what every object has', () => {
    expect(isCommandVerb('open')).toBe(true)
    expect(isCommandVerb('reboot')).toBe(false)
    expect(isCommandVerb('constructor')).toBe(false)
  })
})
