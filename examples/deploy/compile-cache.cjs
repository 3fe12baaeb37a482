// Has Node use the compiled code of the image, in ./compiled. Node itself would look for it in a folder that is named
// after its version, the processor and the user, and the last two are others on Lambda than where the image was
// built. So this makes a folder by the name that Node looks for, which leads to what the image has.
const { mkdtempSync, rmdirSync, symlinkSync } = require('node:fs');
const { enableCompileCache, getCompileCacheDir } = require('node:module');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

try {
  enableCompileCache(mkdtempSync(join(tmpdir(), 'compiled-')));
  const folder = getCompileCacheDir();
  rmdirSync(folder);
  symlinkSync(join(__dirname, 'compiled'), folder);
} catch (error) {
  // A slower start is still one.
  process.emitWarning(`the image's compiled code is not used: ${error.message}`);
}
