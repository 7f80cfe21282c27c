import { expect, it } from 'vitest'
import { infoOf } from './facts.ts'

it.each([
  [8480, 8480],
  ['8480', null],
  [0, null],
  [65_536, null],
  [80.5, null],
  ['evil.example/', null],
  [undefined, null],
])('a kiosk that tells %s as the port of its staff pages leads to %s', (told, port) => {
  expect(infoOf({ staff_port: told }).staffPort).toBe(port)
})
