/** Samples of access lists for brokers, from the table of commands: which role may order what. */
import {
  COMMAND_ROLES,
  COMMANDS,
  type CommandRole,
} from '../../device-agent/src/monitoring/commands/contract.ts'
import { HOME_ORDERS } from '../../device-agent/src/monitoring/home-assistant/buttons.ts'
import { discoveryTopics } from '../../device-agent/src/monitoring/home-assistant/discovery.ts'
import { TOPICS } from '../../device-agent/src/monitoring/mqtt/topics.ts'

const SITE = 'lectern/main'
/** Where Home Assistant looks for a kiosk, and where it says that it is there. */
const HOME = discoveryTopics({ base: 'lectern', site: 'main', prefix: 'homeassistant' })

/** Whoever is connected, in EMQX. */
const SELF = `\${username}`

/** Each role may what the ones before it may. */
const verbsOf = (role: CommandRole): string[] =>
  Object.entries(COMMANDS)
    .filter(([, row]) => COMMAND_ROLES.indexOf(row.role) <= COMMAND_ROLES.indexOf(role))
    .map(([verb]) => verb)

const ordersOf = (role: CommandRole): string[] => verbsOf(role).map((verb) => `${SITE}/+/cmd/${verb}`)

/** What is told to everybody, and the answers to orders of this role: others hold logs. */
const seenBy = (role: CommandRole): string[] => [
  ...Object.values(TOPICS)
    .filter(({ keeping }) => keeping !== 'answer')
    .map(({ path }) => `${SITE}/+/${path.replace('{id}', '+')}`),
  ...verbsOf(role).map((verb) => `${SITE}/+/cmd/${verb}/result/#`),
]

/** mosquitto.conf(5), `acl_file`. */
export function mosquittoAcl(): string {
  const roles = COMMAND_ROLES.map((role) => {
    const seen = seenBy(role).map((topic) => `topic read ${topic}`)
    const orders = ordersOf(role).map((topic) => `topic write ${topic}`)
    return [`user ${role}`, ...seen, ...orders].join('\n')
  })
  return `# Derived from the tables of topics and commands: copy it to the broker and change it there.
#
# A kiosk's user is its id (kiosk.id): with a password, or out of its certificate (use_identity_as_username true).
# It tells below its own topics and hears its own orders, and nothing else. No other user may have a kiosk's id as name.
# 'main' is the site (mqtt.site).
pattern write ${SITE}/%u/#
pattern read ${SITE}/%u/cmd/+
pattern write ${HOME.config('%u')}
pattern read ${HOME.status}

# Staff, by role: one such paragraph for each person, with their own name as user.
${roles.join('\n\n')}

# Home Assistant, where mqtt.homeAssistant is on.
user homeassistant
topic write ${HOME.status}
topic read ${HOME.config('+')}
${seenBy('view')
  .map((topic) => `topic read ${topic}`)
  .join('\n')}
${HOME_ORDERS.map((verb) => `topic write ${SITE}/+/cmd/${verb}`).join('\n')}
`
}

/** acl.conf of EMQX 5 (docs.emqx.com, "Use ACL File"). */
export function emqxAcl(): string {
  const list = (topics: readonly string[]) => `[\n  ${topics.map((topic) => `"${topic}"`).join(',\n  ')}\n]`
  const roles = COMMAND_ROLES.flatMap((role) => {
    const who = `{username, {re, "^${role}-"}}`
    const orders = ordersOf(role)
    return [
      `{allow, ${who}, subscribe, ${list(seenBy(role))}}.`,
      ...(orders.length === 0 ? [] : [`{allow, ${who}, publish, ${list(orders)}}.`]),
    ]
  })
  return `%% Derived from the tables of topics and commands: copy it to the broker and change it there.
%%
%% A kiosk's user is its id (kiosk.id). It tells below its own topics and hears its own orders, and nothing else.
%% 'main' is the site (mqtt.site).
{allow, all, publish, ["${SITE}/${SELF}/#"]}.
{allow, all, subscribe, ["${SITE}/${SELF}/cmd/+"]}.
{allow, all, publish, ["${HOME.config(SELF)}"]}.
{allow, all, subscribe, ["${HOME.status}"]}.

%% Staff, by role: 'view-anna', 'operate-anna', 'manage-anna'.
${roles.join('\n')}

%% Home Assistant, where mqtt.homeAssistant is on.
{allow, {user, "homeassistant"}, publish, ${list([HOME.status, ...HOME_ORDERS.map((verb) => `${SITE}/+/cmd/${verb}`)])}}.
{allow, {user, "homeassistant"}, subscribe, ${list([HOME.config('+'), ...seenBy('view')])}}.

{deny, all}.
`
}
