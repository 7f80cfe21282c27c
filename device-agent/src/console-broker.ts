/** Which broker this kiosk's console connects to, from the settings. */
import type { Settings } from './config/settings.ts'
import type { ConsoleBroker } from './contract/console.ts'

/** Nothing where a browser can reach none. */
export function consoleBroker({ console, mqtt }: Settings): { readonly broker?: ConsoleBroker } {
  const base = mqtt?.base ?? 'lectern'
  if (console.brokerUrl !== undefined)
    return { broker: { url: console.brokerUrl, base, site: '', signIn: true } }
  if (mqtt?.broker !== 'embedded' || mqtt.embedded.webSocketPort === undefined) return {}
  return {
    broker: {
      url: `ws://127.0.0.1:${mqtt.embedded.webSocketPort}`,
      base,
      site: mqtt.site,
      // The settings are refused where this broker would let a browser listen without a name.
      signIn: true,
    },
  }
}
