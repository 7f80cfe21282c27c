/** How good or bad a device's state looks. */
export function toneOf(state: string): 'good' | 'warn' | 'stop' | 'plain' {
  if (state === 'ready') return 'good'
  if (state === 'starting') return 'plain'
  return state === 'reduced' ? 'warn' : 'stop'
}
