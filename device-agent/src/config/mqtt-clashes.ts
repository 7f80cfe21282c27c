/** What a schema cannot say about MQTT: what belongs together. */
import type { SettingClash } from './drop-clashes.ts'
import type { MqttSettings } from './mqtt-settings.ts'

export function mqttClashes(mqtt: MqttSettings | undefined): SettingClash[] {
  if (mqtt === undefined) return []
  const clashes: SettingClash[] = []
  const clash = (reason: string, ...keys: string[]) => clashes.push({ path: ['mqtt', ...keys], reason })
  const { broker, certificate, commands, embedded, key, url } = mqtt
  if (broker === 'external' && url === undefined) clash('is missing: where the broker is', 'url')
  if (broker === 'embedded' && url !== undefined) clash("belongs to broker 'external' only", 'url')
  if ((certificate === undefined) !== (key === undefined)) clash('and key stand together', 'certificate')
  if (broker === 'external') return clashes
  if (embedded.listenBeyondLoopback && embedded.usersFile === undefined)
    clash('needs usersFile: whoever reaches the port could listen', 'embedded', 'listenBeyondLoopback')
  // The console is of one origin with the patron's screen, and its page is given to anybody: what may be seen there the broker
  // says, as one for many kiosks does. Programs on this machine are the library's; pages in its browser may not be.
  if (embedded.webSocketPort !== undefined && embedded.usersFile === undefined)
    clash('needs usersFile: any page of this kiosk could listen', 'embedded', 'webSocketPort')
  if (commands && embedded.usersFile === undefined)
    clash('needs embedded.usersFile: without it nobody may order', 'commands')
  if (embedded.webSocketPort === embedded.port)
    clash('is the port for MQTT already', 'embedded', 'webSocketPort')
  return clashes
}
