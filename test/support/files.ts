/** The beginning of a PNG, followed by nothing that anybody looks at. */
export const PNG = Buffer.from('\x89PNG\r\n\x1a\nthe rest of an image', 'latin1')
export const PDF = Buffer.from('%PDF-1.7\nthe rest of a document', 'latin1')

/** A multipart body with one file, as a browser or `tt.uploadFile` sends it. */
export function multipart(content: Uint8Array, name: string, fields: Record<string, string> = {}) {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  form.append('file', new Blob([new Uint8Array(content)]), name)
  return form
}

type FileOptions = {
  content?: Uint8Array
  name?: string
  fields?: Record<string, string>
  headers?: Record<string, string>
}

/** Uploads a file at this address with a session's token. */
export async function upload(
  url: string,
  token: string | undefined,
  { content = PDF, name = '发票.pdf', fields = {}, headers = {} }: FileOptions = {},
) {
  const response = await fetch(`${url}/api/v1/attachments`, {
    method: 'POST',
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    body: multipart(content, name, fields),
  })
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- off the wire; compared, never trusted
  return { status: response.status, body: (await response.json()) as any }
}
