export type Device = 'phone' | 'pc'
export type Links = {
  home: string
  list: (box?: string) => string
  form: (code: string) => string
  detail: (id: string) => string
}

const PHONE = '/pages'
const PC = '/pc/pages'
const query = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `?${name}=${encodeURIComponent(value)}`

/** The pages of one device, as the applinks name them. */
export const LINKS: Record<Device, Links> = {
  phone: {
    home: `${PHONE}/home/index`,
    list: (box) => `${PHONE}/approval-list/index${query('box', box)}`,
    form: (code) => `${PHONE}/approval-form/index${query('id', code)}`,
    detail: (id) => `${PHONE}/detail${query('id', id)}`,
  },
  pc: {
    home: `${PC}/home/index`,
    list: (box) => `${PC}/approval-list/index${query('box', box)}`,
    form: (code) => `${PC}/create-form/index${query('id', code)}`,
    detail: (id) => `${PC}/detail${query('id', id)}`,
  },
}
