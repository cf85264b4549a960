import { describe, expect, it } from 'vitest'
import { effective, settingsToAdd } from '../../server/cli/setup-settings.ts'

const file = (values: Record<string, string>) => ({ path: '.env', text: '', values })
const registered = { appId: 'cli_1', appSecret: 'secret', isLark: false }
const more = { publicUrl: 'https://a.example', newSecret: () => 'random' }

describe('what is added to a .env', () => {
  it('is everything that a new app needs', () => {
    expect(settingsToAdd(file({}), {}, { ...more, registered })).toEqual({
      PUBLIC_URL: 'https://a.example',
      FEISHU_APP_ID: 'cli_1',
      FEISHU_APP_SECRET: 'secret',
      FEISHU_PAGES: 'web_app',
      FEISHU_CALLBACK_TOKEN: 'random',
      ADMIN_TOKEN: 'random',
      FEISHU_VERIFICATION_TOKEN: 'random',
      FEISHU_ENCRYPT_KEY: 'random',
      FEISHU_CALLBACK_KEY: 'random',
    })
  })

  it('is nothing that has a value, here or in the environment; an empty one is none', () => {
    const known = file({ FEISHU_CALLBACK_TOKEN: 'mine', ADMIN_TOKEN: '', FEISHU_PAGES: 'mini_program' })
    const added = settingsToAdd(known, { FEISHU_ENCRYPT_KEY: 'of the environment' }, { ...more, registered })
    expect(Object.keys(added)).toEqual([
      ...['PUBLIC_URL', 'FEISHU_APP_ID', 'FEISHU_APP_SECRET', 'ADMIN_TOKEN', 'FEISHU_CALLBACK_KEY'],
    ])
  })

  it('never begins to encrypt for an app that is in use, nor changes its pages', () => {
    const inUse = file({ FEISHU_APP_ID: 'cli_1', FEISHU_APP_SECRET: 's', FEISHU_CALLBACK_TOKEN: 't' })
    expect(Object.keys(settingsToAdd(inUse, {}, { ...more, registered: undefined }))).toEqual([
      ...['PUBLIC_URL', 'ADMIN_TOKEN', 'FEISHU_VERIFICATION_TOKEN', 'FEISHU_ENCRYPT_KEY'],
    ])
  })

  it('leaves events alone that are encrypted, or not, on purpose', () => {
    const inUse = file({ FEISHU_APP_ID: 'cli_1', FEISHU_APP_SECRET: 's', FEISHU_VERIFICATION_TOKEN: 'v' })
    const added = settingsToAdd(inUse, {}, { ...more, registered: undefined })
    expect(added).not.toHaveProperty('FEISHU_ENCRYPT_KEY')
  })

  it('names Lark’s platform for a tenant of Lark, and the platform that the environment alone names', () => {
    const lark = settingsToAdd(file({}), {}, { ...more, registered: { ...registered, isLark: true } })
    expect(lark).toMatchObject({
      FEISHU_BASE_URL: 'https://open.larksuite.com',
      FEISHU_APPLINK_URL: 'https://applink.larksuite.com',
    })
    const local = { FEISHU_BASE_URL: 'http://127.0.0.1:3101' }
    expect(settingsToAdd(file({}), local, { ...more, registered })).toMatchObject(local)
  })
})

it('the environment wins over the file, and what is empty counts in neither', () => {
  expect(effective(file({ A: 'file', B: 'file', C: ' ' }), { A: 'env', B: '', D: 'env' })).toEqual({
    A: 'env',
    B: 'file',
    D: 'env',
  })
})
