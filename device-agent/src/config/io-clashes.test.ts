import { describe, expect, it } from 'vitest'
import { parseSettings } from './load.ts'

const least = 'library:\n  name: Riverside\nils:\n  host: 10.0.0.5\n'
const module = '    - { id: drop, url: tcp://10.0.0.7:502, inputs: 2, outputs: 1 }\n'
const signal = (text: string) => `  - { module: drop, ${text} }\n`

function problems(text: string): string[] {
  const result = parseSettings(`${least}${text}`)
  return result.ok ? [] : result.problems.map(({ line, path, reason }) => `${line} ${path} ${reason}`)
}

describe('the settings of I/O modules and signals', () => {
  it('may be left out', () => {
    const result = parseSettings(least)
    expect(result.ok && [result.settings.io, result.settings.signals]).toEqual([
      { modbus: [], hidRelay: [], gpio: [] },
      [],
    ])
  })

  it('take their defaults one by one', () => {
    const result = parseSettings(
      `${least}io:\n  modbus:\n${module}  hidRelay:\n    - { id: relays, url: 'hid://16c0:05df' }\nsignals:\n${signal('name: door, terminal: 1')}${signal('name: belt, terminal: 0, direction: output')}`,
    )
    expect(result.ok && result.settings.io.modbus[0]).toMatchObject({
      unit: 1,
      pollMilliseconds: 10,
      atConnect: [],
    })
    expect(result.ok && result.settings.signals[0]).toEqual({
      name: 'door',
      module: 'drop',
      terminal: 1,
      direction: 'input',
      activeLow: false,
      debounceMilliseconds: 20,
      releaseMilliseconds: 20,
    })
  })

  it.each([
    [
      'an id twice',
      `io:\n  modbus:\n${module}  gpio:\n    - { id: drop, inputs: [1] }\n`,
      "9 io.gpio.0.id 'drop' is there already",
    ],
    [
      'the id of another device',
      'io:\n  gpio:\n    - { id: printer, inputs: [1] }\n',
      "7 io.gpio.0.id 'printer' is there already",
    ],
    [
      'a module twice',
      `io:\n  modbus:\n${module}${module.replace('id: drop', 'id: hall')}`,
      "8 io.modbus.1.url is 'drop' already: one entry for one module",
    ],
    [
      'a module without terminals',
      `io:\n  modbus:\n    - { id: drop, url: tcp://10.0.0.7:502, inputs: 0, outputs: 0 }\n`,
      '7 io.modbus.0 has neither inputs nor outputs',
    ],
    [
      'a pin that is both',
      'io:\n  gpio:\n    - { id: pins, inputs: [4], outputs: [4] }\n',
      '7 io.gpio.0.outputs a line is an input or an output, not both',
    ],
    [
      'a module that is not there',
      `signals:\n${signal('name: door, terminal: 0')}`,
      "6 signals.0.module there is no module 'drop' in io",
    ],
    [
      'a terminal that is not there',
      `io:\n  modbus:\n${module}signals:\n${signal('name: door, terminal: 2')}`,
      "9 signals.0.terminal 'drop' has 2 inputs, counted from 0",
    ],
    [
      'an input wired to a board that has outputs only',
      `io:\n  hidRelay:\n    - { id: drop, url: 'hid://16c0:05df' }\nsignals:\n${signal('name: door, terminal: 0')}`,
      "9 signals.0.terminal 'drop' has 0 inputs, counted from 0",
    ],
    [
      'two names on one terminal',
      `io:\n  modbus:\n${module}signals:\n${signal('name: door, terminal: 0')}${signal('name: beam, terminal: 0')}`,
      "10 signals.1.terminal 'door' is wired there already",
    ],
    [
      'a name twice',
      `io:\n  modbus:\n${module}signals:\n${signal('name: door, terminal: 0')}${signal('name: door, terminal: 1')}`,
      "10 signals.1.name 'door' is there already",
    ],
    [
      'a URL of another kind',
      'io:\n  modbus:\n    - { id: drop, url: hid://16c0:05df }\n',
      "7 io.modbus.0.url must be text such as tcp://192.168.1.70:502; found 'hid://16c0:05df'",
    ],
  ])('are refused with %s', (_what, text, problem) => {
    expect(problems(text)).toEqual([problem])
  })

  it('may wire an input and an output of one number', () => {
    const wired = `${signal('name: door, terminal: 0')}${signal('name: belt, terminal: 0, direction: output')}`
    expect(problems(`io:\n  modbus:\n${module}signals:\n${wired}`)).toEqual([])
  })
})
