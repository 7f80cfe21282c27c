/**
 * What Home Assistant finds a kiosk by: one message for the whole device (home-assistant.io, "MQTT", "Device discovery
 * payload"; DEVICE_DISCOVERY_SCHEMA in home-assistant/core, homeassistant/components/mqtt/schemas.py).
 */
import type { Facts } from '../mqtt/topics.ts'
import { buttons } from './buttons.ts'
import { deviceEntities } from './device-entities.ts'
import { dropEntities, gateEntities, type NamedBin } from './drop-entities.ts'
import type { Entities, Prefix } from './entity.ts'
import { kioskEntities } from './kiosk-entities.ts'

export interface DiscoveryPlace {
  /** `mqtt.base` and `mqtt.site`. */
  readonly base: string
  readonly site: string
  /** `mqtt.homeAssistant.prefix`. */
  readonly prefix: string
}

/**
 * `config` has the kiosk's id as a level of its own, so that a broker's access list can name it ("Discovery topic",
 * `<node_id>`); `status` is where Home Assistant says that it is there ("Birth and last will messages").
 */
export const discoveryTopics = ({ base, prefix, site }: DiscoveryPlace) => ({
  config: (kiosk: string) => `${prefix}/device/${base}_${site}/${kiosk}/config`,
  status: `${prefix}/status`,
})

export interface Discovered {
  /** '{base}/{site}/{kiosk}'. */
  readonly prefix: Prefix
  readonly info: Facts<'info'>
  readonly bins: readonly NamedBin[]
}

/** The payload. */
export function discovery({ bins, info, prefix }: Discovered): object {
  const uid = prefix.replaceAll('/', '_')
  const { devices, library, model, name, services, versions } = info
  const entities: Entities = {
    ...kioskEntities(prefix),
    ...Object.assign({}, ...devices.map((device) => deviceEntities(prefix, device))),
    ...(services.includes('drop') ? dropEntities(prefix, bins) : {}),
    ...(services.includes('gates') ? gateEntities(prefix) : {}),
    ...(services.includes('commands') ? buttons(prefix, { bins, devices }) : {}),
  }
  return {
    device: {
      identifiers: [uid],
      name: `${library} ${name}`,
      manufacturer: 'Lectern',
      model: model ?? 'Self-service kiosk',
      sw_version: versions.agent,
    },
    origin: { name: 'Lectern', sw_version: versions.agent },
    components: Object.fromEntries(
      Object.entries(entities).map(([key, entity]) => [key, { ...entity, unique_id: `${uid}_${key}` }]),
    ),
  }
}
