/** Which page is shown, as it stands in the address: '', 'numbers', 'attention', 'kiosk/main/kiosk-1', 'kiosk/main/kiosk-1/printer'. */
export type Route =
  | { readonly page: 'fleet' | 'numbers' | 'attention' }
  | { readonly page: 'kiosk'; readonly key: string }
  | { readonly page: 'device'; readonly key: string; readonly device: string }

export function routeOf(hash: string): Route {
  const [family, site, id, device] = hash.replace(/^#/, '').split('/').map(decoded)
  if (family === 'numbers' || family === 'attention') return { page: family }
  if (family !== 'kiosk' || !site || !id) return { page: 'fleet' }
  const key = `${site}/${id}`
  return device ? { page: 'device', key, device } : { page: 'kiosk', key }
}

/** The kiosk it is about, or undefined. */
export const keyOf = (route: Route): string | undefined => ('key' in route ? route.key : undefined)

export const kioskHash = (key: string): string => `#kiosk/${key.split('/').map(encodeURIComponent).join('/')}`
export const deviceHash = (key: string, device: string): string =>
  `${kioskHash(key)}/${encodeURIComponent(device)}`

function decoded(level: string): string {
  try {
    return decodeURIComponent(level)
  } catch {
    return ''
  }
}
