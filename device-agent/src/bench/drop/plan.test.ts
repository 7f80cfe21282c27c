import { expect, it } from 'vitest'
import { parseSettings } from '../../config/load.ts'
import { WATCHDOG_MILLISECONDS } from '../../flows/drop/limits.ts'
import { DROP_LAYOUT } from './layout.ts'
import { dropYaml } from './plan.ts'

it('the drop on the bench speaks to its module before the watchdog bites, though two replies are lost', () => {
  const parsed = parseSettings(
    `library: { name: Bench }\nils: { host: 127.0.0.1 }\n${dropYaml(DROP_LAYOUT, { io: 'tcp://127.0.0.1:502' })}devices: { tunnel: { url: 'tcp://127.0.0.1:1' } }\n`,
  )
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const [module] = parsed.settings.io.modbus
  if (module === undefined) throw new Error('no module')
  expect(2 * module.timeoutMilliseconds + module.pollMilliseconds).toBeLessThan(WATCHDOG_MILLISECONDS)
})
