/** What somebody may do with an address or a number that was submitted. `copied`: that went instead. */
export type Reached = 'done' | 'copied' | 'shown'

type Copying = Pick<Tt, 'setClipboardData'>

/**
 * Opens an address outside the pages. Mini programs open only what their white list has (openSchema, 注意事项):
 * what they cannot open is copied.
 */
export const openLink = async (
  client: Copying & Pick<Tt, 'openSchema'>,
  address: string,
): Promise<Reached> => ((await opens(client, address)) ? 'done' : copy(client, address))

/** Whether the client opens it. */
export const opens = (client: Pick<Tt, 'openSchema'>, address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const done = { success: () => resolve(true), fail: () => resolve(false) }
    client.openSchema({ schema: address, external: true, ...done })
  })

/** Desktop clients make no calls (makePhoneCall, 支持说明): there the number is copied. */
export const dial = (client: Copying & Pick<Tt, 'makePhoneCall'>, number: string): Promise<Reached> =>
  new Promise((resolve) => {
    const fail = () => void copy(client, number).then(resolve)
    client.makePhoneCall({ phoneNumber: number, success: () => resolve('done'), fail })
  })

/** Copies it; `shown`: this client copies nothing, so that it has to be read. */
export function copy(client: Copying, data: string): Promise<'copied' | 'shown'> {
  return new Promise((resolve) => {
    client.setClipboardData({ data, success: () => resolve('copied'), fail: () => resolve('shown') })
  })
}
