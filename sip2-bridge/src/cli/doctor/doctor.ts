import { type Command, type Surroundings, UsageError } from '../command.ts'
import { charsetOf, readOptions, wholeNumber } from '../options.ts'
import { secretOf } from '../wire/secret.ts'
import { fileOf, targetOf, tlsOf } from '../wire/target.ts'
import { Examination, type ExaminationOptions } from './examination.ts'
import { idle } from './idle.ts'
import { item, unknownItem } from './items.ts'
import { habits, manners, provocations } from './manners.ts'
import { patron, unknownPatron } from './patrons.ts'
import { login, reach, reasonOf } from './reach.ts'
import { reportOf, roundTrips, table } from './report.ts'
import { status } from './status.ts'

export const DOCTOR_USAGE = `sip2 doctor host:port [--login user] [--location code] [--password-file file] [--institution id]
            [--patron number] [--pin-file file] [--item number] [--idle seconds] [--gentle] [--json]
            [--tls [--ca file] [--cert file --key file]] [--charset utf8] [--timeout 5]
    Reports what a server is and can do, in a table for a support ticket: no secret and nothing of a patron is in it.
    It asks only; it lends, returns, renews and changes nothing.
    --login     the password is in SIP2_PASSWORD, in a file, or asked for
    --patron    a test card: tells what lists and amounts look like; its PIN is in SIP2_PIN or a file
    --item      an item, best one on loan with a title outside ASCII
    --idle      waits so long whether the server hangs up
    --gentle    leaves out what provokes a server: a resend, a wrong checksum, an unknown command
    --timeout   seconds to wait for each answer`

const TIMEOUT_SECONDS = '5'
const TIMEOUT_MAX_SECONDS = 60
const IDLE_MAX_SECONDS = 3_600

export const doctor: Command = async (words, surroundings) => {
  const { values, positionals } = readOptions(words, {
    valued: [
      ...(['login', 'location', 'password-file', 'institution', 'patron', 'pin-file', 'item'] as const),
      ...(['idle', 'ca', 'cert', 'key', 'charset', 'timeout'] as const),
    ],
    switches: ['tls', 'json', 'gentle'],
    positionalsMax: 1,
  })
  const options: ExaminationOptions = {
    target: targetOf(positionals[0]),
    tls: tlsOf(values),
    clock: surroundings.clock,
    charset: charsetOf(values.charset ?? 'utf8'),
    timeoutMilliseconds:
      1000 * wholeNumber('timeout', values.timeout ?? TIMEOUT_SECONDS, TIMEOUT_MAX_SECONDS),
    idleSeconds: values.idle === undefined ? null : wholeNumber('idle', values.idle, IDLE_MAX_SECONDS),
    institution: values.institution,
    item: values.item ?? null,
    gentle: values.gentle === true,
    patron:
      values.patron === undefined
        ? null
        : { id: values.patron, pin: pinOf(values['pin-file'], surroundings) },
    login: await loginOf(values, surroundings),
  }
  if (options.timeoutMilliseconds === 0) throw new UsageError('--timeout takes a second or more')
  const examination = new Examination(options)
  const good = await examine(examination)
  const report = reportOf(examination, good)
  if (values.json === true) surroundings.out(JSON.stringify(report))
  else for (const line of table(report)) surroundings.out(line)
  return good ? 0 : 1
}

async function loginOf(
  values: { readonly login?: string; readonly location?: string; readonly 'password-file'?: string },
  surroundings: Surroundings,
): Promise<ExaminationOptions['login']> {
  if (values.login === undefined) return null
  const file = values['password-file']
  const password = await secretOf(surroundings, {
    name: 'Password',
    variable: 'SIP2_PASSWORD',
    option: 'password-file',
    ...(file !== undefined && { file }),
  })
  return { user: values.login, password, location: values.location }
}

function pinOf(file: string | undefined, { env }: Surroundings): string | null {
  return file === undefined ? (env.SIP2_PIN ?? null) : (fileOf('pin-file', file).split(/\r?\n/)[0] ?? '')
}

/** True where a kiosk could work with it. Every wait in it ends. */
async function examine(examination: Examination): Promise<boolean> {
  const { options } = examination
  if (!(await reach(examination))) return false
  let good = false
  try {
    good = (await login(examination)) && (await status(examination))
    if (!good) return false
    await manners(examination)
    await unknownItem(examination)
    await unknownPatron(examination)
    if (options.item !== null) await item(examination, options.item)
    if (options.patron !== null) await patron(examination, options.patron)
    if (!options.gentle) await provocations(examination)
    if (options.idleSeconds !== null) await idle(examination, options.idleSeconds)
  } catch (error) {
    // It takes no further connection; what was found until then is told.
    examination.add('broken off', 'bad', `after '${examination.rows.at(-1)?.check}': ${reasonOf(error)}`)
    good = false
  } finally {
    examination.leave()
    habits(examination)
    roundTrips(examination)
  }
  const { checksums, login: outcome } = examination.facts
  const isLetIn = options.login === null || outcome.startsWith('accepted')
  return good && isLetIn && checksums.wrong === 0
}
