/** Each device of the kiosk. Away, it is away: what it would say of itself is then not available. */
import type { DeviceKind } from '../../devices/device.ts'
import { DEVICE_STATES, PAPERS, topicOf } from '../mqtt/topics.ts'
import { attributes, type Entities, keyOf, kioskIsThere, onIf, type Prefix, withKiosk } from './entity.ts'

export interface NamedDevice {
  readonly id: string
  readonly kind: DeviceKind
}

const KINDS: Readonly<Record<DeviceKind, { readonly name: string; readonly icon: string }>> = {
  rfid: { name: 'RFID reader', icon: 'mdi:nfc' },
  scanner: { name: 'Scanner', icon: 'mdi:barcode-scan' },
  printer: { name: 'Printer', icon: 'mdi:printer-pos' },
  io: { name: 'Inputs and outputs', icon: 'mdi:electric-switch' },
  gate: { name: 'Gate', icon: 'mdi:gate' },
  card: { name: 'Card reader', icon: 'mdi:card-account-details-outline' },
}

/** 'Printer'; 'Gate entrance' where the id says more than the kind. */
export const deviceName = ({ id, kind }: NamedDevice): string =>
  id === kind ? KINDS[kind].name : `${KINDS[kind].name} ${id}`

export function deviceEntities(prefix: Prefix, device: NamedDevice): Entities {
  const topic = topicOf(prefix, 'device', device.id)
  const { icon } = KINDS[device.kind]
  const name = deviceName(device)
  const key = `device_${keyOf(device.id)}`
  const itself = {
    availability: [
      kioskIsThere(prefix),
      { topic, value_template: "{{ 'offline' if value_json.state == 'away' else 'online' }}" },
    ],
    availability_mode: 'all',
  } as const
  return {
    [`${key}_state`]: {
      platform: 'sensor',
      name,
      icon,
      device_class: 'enum',
      options: DEVICE_STATES,
      state_topic: topic,
      value_template: '{{ value_json.state }}',
      ...attributes(topic, 'code', 'text', 'what_to_do', 'detail', 'since'),
      ...withKiosk(prefix),
    },
    [`${key}_problem`]: {
      platform: 'binary_sensor',
      name: `${name} problem`,
      icon: 'mdi:alert-circle-outline',
      device_class: 'problem',
      state_topic: topic,
      value_template: onIf("value_json.state in ['reduced', 'fault', 'away']"),
      ...attributes(topic, 'code', 'text', 'what_to_do'),
      ...withKiosk(prefix),
    },
    ...(device.kind === 'printer'
      ? {
          [`${key}_paper`]: {
            platform: 'sensor',
            name: `${name} paper`,
            icon: 'mdi:paper-roll-outline',
            device_class: 'enum',
            options: PAPERS,
            state_topic: topic,
            value_template: '{{ value_json.consumables.paper }}',
            ...itself,
          },
        }
      : {}),
  }
}
