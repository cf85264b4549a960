type Openable = { id: string; name: string; url: string; image: boolean }
type Client = Pick<Tt, 'previewImage' | 'downloadFile' | 'openDocument'>

/** Shows one of these files: an image among its fellows, anything else in the client's own viewer. */
export function openFile(client: Client, files: readonly Openable[], id: string): Promise<void> {
  const file = files.find((one) => one.id === id)
  return new Promise((resolve, reject) => {
    const done = { success: () => resolve(), fail: () => reject(new Error('The file cannot be opened.')) }
    if (!file) return resolve()
    if (file.image) {
      const urls = files.filter(({ image }) => image).map(({ url }) => url)
      client.previewImage({ urls, current: file.url, ...done })
      return
    }
    client.downloadFile({
      url: file.url,
      header: {},
      success: ({ statusCode, tempFilePath }) => {
        if (statusCode !== 200) return done.fail()
        client.openDocument({ filePath: tempFilePath, fileType: file.name.split('.').pop() ?? '', ...done })
      },
      fail: done.fail,
    })
  })
}
