import { expect, it } from 'vitest'
import { strangeSettings } from '../server/app/strange-settings.ts'

const says = (name: string) => strangeSettings({ [name]: 'x' })[0]?.says

it.each([
  ['FEISHU_APPID', 'FEISHU_APP_ID'],
  ['feishu_app_id', 'FEISHU_APP_ID'],
  ['FEISHU_APP_SECERT', 'FEISHU_APP_SECRET'],
  ['REMINDER_TIMEZON', 'REMINDER_TIMEZONE'],
  ['ADMINTOKEN', 'ADMIN_TOKEN'],
  ['TRUSTED_PROXYS', 'TRUSTED_PROXIES'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['DATA_DIRS', 'DATA_DIR'],
  ['PUBLICURL', 'PUBLIC_URL'],
  ['DEFINITION_DIR', 'DEFINITIONS_DIR'],
])('%s is taken for a misspelt %s', (name, meant) => {
  expect(says(name)).toBe(`${name} is no setting: is ${meant} meant?`)
})

it('what starts like one of ours and is none is said to change nothing', () => {
  expect(says('FEISHU_TENANT')).toContain('no setting of this server')
  expect(says('REMINDER_AT')).toContain('no setting of this server')
})

it.each(['DATABASE_DIRECT_URL'])('%s is documented and comes later', (name) => {
  expect(says(name)).toContain('not supported yet')
})

it.each([
  ...[
    'PORT',
    'HOST',
    'FEISHU_APP_ID',
    'DATABASE_URL',
    'https_proxy',
    'HTTPS_PROXY',
    'HTTP_PROXY',
    'no_proxy',
    'NO_PROXY',
    'ALL_PROXY',
    'FTP_PROXY',
    'GOPROXY',
    'GONOPROXY',
  ],
  ...['PATH', 'HOME', 'HOSTNAME', 'XDG_DATA_DIRS', 'NODE_OPTIONS', 'npm_config_registry', 'TZ', 'PWD'],
  ...['FEISHU_APPROVAL_BRIDGE_SERVICE_HOST', 'FEISHU_APPROVAL_BRIDGE_PORT_3000_TCP_ADDR', 'SANDBOX_DIR'],
])('%s is nobody’s mistake', (name) => {
  expect(says(name)).toBeUndefined()
})

it('an empty one is an absent one, and no value is ever said', () => {
  expect(strangeSettings({ ADMINTOKEN: ' ' })).toEqual([])
  expect(JSON.stringify(strangeSettings({ ADMINTOKEN: 'hunter2hunter2' }))).not.toContain('hunter2')
})
