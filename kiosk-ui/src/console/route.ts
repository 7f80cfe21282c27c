/** Which page is shown, as it stands in the address: '', 'kiosk/main/kiosk-1', 'kiosk/main/kiosk-1/printer'. */
export type Route =
  | { readonly page: 'fleet' }
  | { readonly page: 'kiosk'; readonly key: string }
  | { readonly page: 'device'; readonly key: string; readonly device: string }

export function routeOf(hash: string): Route {
  const [family, site, id, device] = hash.replace(/^#/, '').split('/').map(decoded)
  if (family !== 'kiosk' || !site || !id) return { page: 'fleet' }
  const key = `${site}/${id}`
  return device ? { page: 'device', key, device } : { page: 'kiosk', key }
}

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
