/**
 * Orders as buttons. Home Assistant fills the template in when one is pressed, so that each order has an id and an end of
 * its own (home-assistant.io, "MQTT button", `command_template`; "Templating", `now`, `utcnow`).
 */
import type { CommandArgs, CommandVerb } from '../commands/contract.ts'
import { deviceName, type NamedDevice } from './device-entities.ts'
import { binName, type NamedBin } from './drop-entities.ts'
import { type Button, type Entities, keyOf, type Prefix, withKiosk } from './entity.ts'

/** What a button can order: all that wants no words. */
export const HOME_ORDERS = [
  'close',
  'open',
  'restart_driver',
  'restart_agent',
  'print_test',
  'empty_bin',
] as const satisfies readonly CommandVerb[]

/** An order is worth nothing after so long; a clock may be wrong by as much. */
export const BUTTON_LIFE_SECONDS = 60
/** As the log of the kiosk has it. */
export const BUTTON_BY = 'home-assistant'

export interface Ordered {
  readonly devices: readonly NamedDevice[]
  readonly bins: readonly NamedBin[]
}

export function buttons(prefix: Prefix, { bins, devices }: Ordered): Entities {
  return {
    open: button(prefix, 'open', {}, { name: 'Open', icon: 'mdi:lock-open-variant-outline' }),
    close: button(prefix, 'close', {}, { name: 'Close', icon: 'mdi:lock-outline' }),
    restart_agent: button(
      prefix,
      'restart_agent',
      {},
      { name: 'Restart', icon: 'mdi:restart', device_class: 'restart', entity_category: 'config' },
    ),
    ...(devices.some(({ kind }) => kind === 'printer')
      ? {
          print_test: button(
            prefix,
            'print_test',
            {},
            { name: 'Print a test', icon: 'mdi:printer-check', entity_category: 'diagnostic' },
          ),
        }
      : {}),
    ...Object.fromEntries(
      devices.map((device) => [
        `restart_${keyOf(device.id)}`,
        button(
          prefix,
          'restart_driver',
          { device: device.id },
          { name: `Restart ${deviceName(device)}`, icon: 'mdi:restart', entity_category: 'config' },
        ),
      ]),
    ),
    ...Object.fromEntries(
      bins.map((bin) => [
        `empty_bin_${bin.bin}`,
        button(
          prefix,
          'empty_bin',
          { bin: bin.bin },
          { name: `${binName(bin)} is empty now`, icon: 'mdi:archive-check-outline' },
        ),
      ]),
    ),
  }
}

function button<V extends (typeof HOME_ORDERS)[number]>(
  prefix: Prefix,
  verb: V,
  args: CommandArgs<V>,
  look: Pick<Button, 'name' | 'icon' | 'device_class' | 'entity_category'>,
): Button {
  return {
    platform: 'button',
    ...look,
    command_topic: `${prefix}/cmd/${verb}`,
    command_template: template(args),
    qos: 1,
    ...withKiosk(prefix),
  }
}

/** JSON, with two expressions of Home Assistant's in it; what a device is called must begin no other. */
function template(args: unknown): string {
  const words = JSON.stringify(args).replaceAll(/[{](?=[{%#])/g, '\\u007b')
  return (
    `{"v": 1, "id": "ha-{{ utcnow().timestamp() }}", "by": "${BUTTON_BY}", ` +
    `"expires_at": "{{ (utcnow() + timedelta(seconds=${BUTTON_LIFE_SECONDS})).isoformat() }}", "args": ${words}}`
  )
}
