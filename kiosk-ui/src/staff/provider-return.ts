/**
 * The way back from a provider. What it brings stands in the page's address: it is taken out at once, so that neither the
 * history nor a reload has it, and where the person wanted to go is put back.
 */

const PLACE = 'lectern-staff-place'

/** Before the browser leaves. */
export function keepPlace(): void {
  sessionStorage.setItem(PLACE, location.hash)
}

/** What a provider sends along with its answer, as a query without '?'; null where nobody comes from one. */
export function broughtBack(): string | null {
  const query = location.search.slice(1)
  const said = new URLSearchParams(query)
  const place = sessionStorage.getItem(PLACE) ?? ''
  if (!said.has('code') && !said.has('error')) {
    // After a sign-out there the address has what the provider adds; it is of no use.
    if (query !== '') history.replaceState(null, '', location.pathname + location.hash)
    return null
  }
  sessionStorage.removeItem(PLACE)
  history.replaceState(null, '', location.pathname + place)
  return query
}
