/** Ends child processes with this one, however it ends. */

/** A process that has not ended by then is killed. */
const END_LIMIT_MILLISECONDS = 5_000

const alive = (child) => child !== null && child.exitCode === null && child.signalCode === null

async function endOne(child) {
  if (!alive(child)) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MILLISECONDS)
  await gone
  clearTimeout(timer)
}

/**
 * Returns the function that ends all and then this process. `children` tells those of the moment, in the order
 * they should end.
 */
export function endTogether(children, before = () => {}) {
  let ending = false
  const end = async (code) => {
    if (ending) return
    ending = true
    before()
    for (const child of children()) await endOne(child)
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0))
  process.on('exit', () => {
    for (const child of children()) if (alive(child)) child.kill('SIGKILL')
  })
  return end
}
