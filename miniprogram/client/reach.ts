/** What somebody may do with an address or a number that was submitted. `copied`: that went instead. */
export type Reached = 'done' | 'copied' | 'shown'

type Copying = Pick<Tt, 'setClipboardData'>

/**
 * Opens an https address outside the pages. Mini programs open only what their white list has (openSchema, 注意事项):
 * what they cannot open is copied.
 */
export const openLink = (client: Copying & Pick<Tt, 'openSchema'>, address: string): Promise<Reached> =>
  orCopy(client, address, (done) => client.openSchema({ schema: address, external: true, ...done }))

/** Desktop clients make no calls (makePhoneCall, 支持说明): there the number is copied. */
export const dial = (client: Copying & Pick<Tt, 'makePhoneCall'>, number: string): Promise<Reached> =>
  orCopy(client, number, (done) => client.makePhoneCall({ phoneNumber: number, ...done }))

/** Copies it; `shown`: this client copies nothing, so that it has to be read. */
export function copy(client: Copying, data: string): Promise<'copied' | 'shown'> {
  return new Promise((resolve) => {
    client.setClipboardData({ data, success: () => resolve('copied'), fail: () => resolve('shown') })
  })
}

type Done = { success: () => void; fail: () => void }

function orCopy(client: Copying, text: string, call: (done: Done) => void): Promise<Reached> {
  return new Promise((resolve) => {
    call({ success: () => resolve('done'), fail: () => void copy(client, text).then(resolve) })
  })
}
