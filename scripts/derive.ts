/**
 * Writes the files that are derived from the tables in the code; with `--check`, only compares them, names those
 * that differ and exits with 1.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { exampleSettings } from '../device-agent/src/config/example.ts'
import { dialectsDoc } from './derive/dialects-doc.ts'
import { errorsDoc, type Messages } from './derive/errors-doc.ts'
import { emqxAcl, mosquittoAcl } from './derive/mqtt-acl.ts'
import { mqttAsyncApi } from './derive/mqtt-asyncapi.ts'
import { mqttDoc } from './derive/mqtt-doc.ts'
import { settingsDoc } from './derive/settings-doc.ts'
import { fieldsDoc } from './derive/sip2-fields-doc.ts'
import { messagesDoc } from './derive/sip2-messages-doc.ts'

const root = join(import.meta.dirname, '..')
const messageFile = join(root, 'kiosk-ui/messages/en.json')
const messages: Messages = existsSync(messageFile) ? JSON.parse(readFileSync(messageFile, 'utf8')) : {}

const derived: Readonly<Record<string, string>> = {
  'kiosk.example.yaml': exampleSettings(),
  'docs/settings.md': settingsDoc(),
  'docs/errors.md': errorsDoc(messages),
  'docs/mqtt.asyncapi.json': mqttAsyncApi(),
  'docs/mqtt.md': mqttDoc(),
  'provisioning/mqtt/mosquitto.acl': mosquittoAcl(),
  'provisioning/mqtt/emqx-acl.conf': emqxAcl(),
  'docs/sip2/dialects.md': dialectsDoc(),
  'docs/sip2/fields.md': fieldsDoc(),
  'docs/sip2/messages.md': messagesDoc(),
}

const differs = Object.entries(derived).filter(([path, text]) => {
  const file = join(root, path)
  return !existsSync(file) || readFileSync(file, 'utf8') !== text
})

if (process.argv.includes('--check')) {
  for (const [path] of differs)
    console.error(`${path} differs from what it is derived from: run npm run derive`)
  process.exitCode = differs.length === 0 ? 0 : 1
} else {
  for (const [path, text] of differs) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  console.log(
    differs.length === 0 ? 'All derived files are up to date.' : differs.map(([path]) => path).join('\n'),
  )
}
