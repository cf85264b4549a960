import { describe, expect, it } from 'vitest'
import { copy, dial, openLink } from '../../miniprogram/client/reach.ts'

type Done = { success?: (result: object) => void; fail?: (error: object) => void }

/** A client that can do these things, and what was asked of it. */
function aClient(can: { open?: boolean; call?: boolean; copy?: boolean }) {
  const asked: object[] = []
  const api =
    (works: boolean | undefined) =>
    ({ success, fail, ...options }: Done & object): void => {
      asked.push(options)
      if (works) success?.({})
      else fail?.({ errMsg: 'fail' })
    }
  return { asked, openSchema: api(can.open), makePhoneCall: api(can.call), setClipboardData: api(can.copy) }
}

describe('an address and a number', () => {
  it('are opened and dialled by the client', async () => {
    const client = aClient({ open: true, call: true })
    expect([await openLink(client, 'https://a.example'), await dial(client, '10086')]).toEqual([
      'done',
      'done',
    ])
    expect(client.asked).toEqual([{ schema: 'https://a.example', external: true }, { phoneNumber: '10086' }])
  })

  it('are copied where the client will not, and shown where it copies nothing either', async () => {
    const copies = aClient({ copy: true })
    expect([await openLink(copies, 'https://a.example'), await dial(copies, '10086')]).toEqual([
      'copied',
      'copied',
    ])
    expect(copies.asked).toContainEqual({ data: 'https://a.example' })
    const does = aClient({})
    expect([await openLink(does, 'https://a.example'), await copy(does, '1')]).toEqual(['shown', 'shown'])
  })
})
