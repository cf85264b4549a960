type Openable = { id: string; name: string; url: string; image: boolean }
type Client = Pick<Tt, 'previewImage' | 'downloadFile' | 'openDocument'>
type Person = { openId: string }

/**
 * Shows one of these files: an image among its fellows, anything else in the client's own viewer. What was asked for
 * by somebody who has left the device meanwhile is not shown to the next. Rejects when nothing can be shown.
 */
export async function openFile(
  client: Client,
  me: () => Promise<Person>,
  files: readonly Openable[],
  id: string,
): Promise<void> {
  const file = files.find((one) => one.id === id)
  if (!file) return
  if (file.image) {
    const urls = files.filter(({ image }) => image).map(({ url }) => url)
    await asked((done) => client.previewImage({ urls, current: file.url, ...done }))
    return
  }
  const { openId } = await me()
  const filePath = await download(client, file.url)
  if ((await me()).openId !== openId) throw notOpened()
  const fileType = file.name.split('.').pop() ?? ''
  await asked((done) => client.openDocument({ filePath, fileType, ...done }))
}

function download(client: Client, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    client.downloadFile({
      url,
      header: {},
      success: ({ statusCode, tempFilePath }) =>
        statusCode === 200 ? resolve(tempFilePath) : reject(notOpened()),
      fail: () => reject(notOpened()),
    })
  })
}

function asked(call: (done: { success: () => void; fail: () => void }) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    call({ success: () => resolve(), fail: () => reject(notOpened()) })
  })
}

const notOpened = (): Error => new Error('The file cannot be opened.')
