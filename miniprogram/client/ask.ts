import { pickedNoDepartment, pickFailed } from './failure.ts'
import type { LoginCode } from './session.ts'

/** A login code; clients before 6.9 know `login` only (登录小程序). */
export function obtainCode(client: Pick<Tt, 'requestAccess' | 'login'>, appId: string): Promise<LoginCode> {
  return new Promise((resolve, reject) => {
    const byLogin = (): void => {
      client.login({
        success: ({ code }) => resolve({ code, via: 'login' }),
        fail: (error) => reject(new Error(error.errMsg ?? error.errString ?? 'login failed')),
      })
    }
    if (!client.requestAccess) return byLogin()
    client.requestAccess({
      ...(appId && { appID: appId }),
      scopeList: [],
      success: ({ code, verifier }) =>
        resolve(
          verifier === undefined ? { code, via: 'requestAccess' } : { code, via: 'redirect', verifier },
        ),
      fail: byLogin,
    })
  })
}

export type Chosen = { id: string; name: string }

/** What the picker says when a person closes it (chooseContact, Errno 错误码); earlier clients have words alone. */
const CANCELLED = 1_003_003
const isCancelled = ({ errno, errString, errMsg }: TtError): boolean =>
  errno === CANCELLED || [errString, errMsg].some((text) => /(^|\s)cancel$/i.test(text ?? ''))

/**
 * People, or departments without names, of the client's picker; undefined when it was closed without a choice. Rejects
 * when there is no picker (`pick_failed`), and when people were picked where departments are wanted (`no_department`).
 */
export function chooseContacts(
  client: Pick<Tt, 'chooseContact'>,
  { chosen, limit, departments = false }: { chosen: string[]; limit: number; departments?: boolean },
): Promise<Chosen[] | undefined> {
  return new Promise((resolve, reject) => {
    client.chooseContact({
      multi: limit > 1,
      maxNum: limit,
      chosenIds: departments ? [] : chosen.filter((id) => id.startsWith('ou_')),
      enableChooseDepartment: departments,
      // People of other companies are offered by default, and none of them can take part.
      externalContact: false,
      success: ({ data, department_data = [] }) => {
        if (!departments) resolve(data.map(({ openId, name }) => ({ id: openId, name })))
        else if (data.length > 0 && department_data.length === 0) reject(pickedNoDepartment())
        else resolve(department_data.map(({ openDepartmentId: id }) => ({ id, name: id })))
      },
      fail: (error) => {
        if (isCancelled(error)) resolve(undefined)
        else reject(pickFailed(error.errString ?? error.errMsg ?? ''))
      },
    })
  })
}

/** Files that were picked and are still on the device. */
export function chooseFiles(
  client: Pick<Tt, 'chooseImage' | 'filePicker'>,
  kind: 'image' | 'attachment',
  limit: number,
): Promise<{ path: string; name: string }[]> {
  return new Promise((resolve) => {
    const fail = (): void => resolve([])
    if (kind === 'image') {
      client.chooseImage({
        count: Math.min(limit, 20),
        success: ({ tempFilePaths }) =>
          resolve(tempFilePaths.map((path) => ({ path, name: path.split('/').pop() ?? path }))),
        fail,
      })
    } else {
      client.filePicker({ maxNum: limit, success: ({ list }) => resolve(list), fail })
    }
  })
}

/** Which of the items was taken; undefined for none. */
export function chooseItem(
  client: Pick<Tt, 'showActionSheet'>,
  itemList: string[],
): Promise<number | undefined> {
  return new Promise((resolve) => {
    client.showActionSheet({
      itemList,
      success: ({ tapIndex }) => resolve(tapIndex),
      fail: () => resolve(undefined),
    })
  })
}

/** Whether a person wants what they are asked, with the client's own OK and Cancel: longer names may be cut off. */
export function confirms(
  client: Pick<Tt, 'showModal'>,
  question: { title: string; content: string },
): Promise<boolean> {
  return new Promise((resolve) => {
    client.showModal({
      ...question,
      success: ({ confirm }) => resolve(confirm),
      fail: () => resolve(false),
    })
  })
}
