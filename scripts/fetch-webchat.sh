#!/usr/bin/env bash
# Brings Microsoft's Web Chat for the resident page: the ready bundle out of the npm package, nothing else.
# `npm install` of the same package would bring 486 MB of parts that the bundle already holds.
# The minimal bundle has all that the page shows (text, buttons, pictures, files) in 374 KB; the full one, with
# Adaptive Cards, Markdown and speech, is 639 KB compressed, which an old phone pays for at every first visit.
set -euo pipefail

version=4.18.1
integrity='7jpEUJ7olT62Xm+8eh7BhhIcXVfU2xD4pZDaeBt8K4XcNy6K/83UGIxE9BFkXmHMZ4hDEVOzs5cre07GWuaXzg=='
bundle=webchat-minimal.js

lib="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/src/StationBot.Host/wwwroot/lib"
stamp="$lib/.webchat"

fail() {
  printf '\n错误:%s\nError: %s\n' "$1" "$2" >&2
  exit 1
}

# The stamp holds the bundle's own hash, so that a broken or changed file is fetched again.
sha512() { node -e 'process.stdout.write(require("crypto").createHash("sha512").update(require("fs").readFileSync(process.argv[1])).digest("base64"))' "$1"; }

command -v npm >/dev/null && command -v node >/dev/null || fail \
  '找不到 node 和 npm。居民聊天页要用它们取得 Web Chat。请安装 Node.js 20 或更新版本(例如 apt-get install nodejs npm),再运行一次。' \
  'node and npm were not found; the resident page needs them once, to bring Web Chat. Install Node.js 20 or newer (for example: apt-get install nodejs npm) and run this again.'

if [[ -f "$stamp" && -f "$lib/$bundle" && -f "$lib/$bundle.gz" && -f "$lib/$bundle.br" \
      && "$(cat "$stamp")" == "$version $integrity $(sha512 "$lib/$bundle")" ]]; then
  exit 0
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

echo "Fetching botframework-webchat $version …"
if ! (cd "$work" && npm pack "botframework-webchat@$version" --silent >pack.out 2>pack.err); then
  tail -n 5 "$work/pack.err" >&2
  fail '下载 Web Chat 失败,请检查网络或 npm 的 registry 设置(npm config get registry)。' \
       'npm could not download Web Chat; check the network and the registry npm is set to (npm config get registry).'
fi

package="$work/botframework-webchat-$version.tgz"
[[ -f "$package" && "$(sha512 "$package")" == "$integrity" ]] || fail \
  "下载的 botframework-webchat $version 与固定的校验值不一致,没有安装。文件可能被改动或不完整。" \
  "the downloaded botframework-webchat $version does not have the pinned sha512 integrity; nothing was installed. It may be damaged or changed."

tar -xzf "$package" -C "$work" "package/dist/$bundle" "package/dist/$bundle.LICENSE.txt"
mkdir -p "$lib"
cp "$work/package/dist/$bundle" "$lib/$bundle.new"
cp "$work/package/dist/$bundle.LICENSE.txt" "$lib/"
# The package says "MIT" and names its owner, but carries no licence file of its own.
cat >"$lib/webchat.LICENSE.txt" <<'LICENSE'
botframework-webchat

MIT License

Copyright (c) Microsoft Corporation. All rights reserved.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
LICENSE
gzip -9 -n -c "$lib/$bundle.new" >"$lib/$bundle.gz"
node -e '
  const fs = require("fs"), zlib = require("zlib"), [from, to] = process.argv.slice(1);
  fs.writeFileSync(to, zlib.brotliCompressSync(fs.readFileSync(from), { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } }));
' "$lib/$bundle.new" "$lib/$bundle.br"
mv "$lib/$bundle.new" "$lib/$bundle"
printf '%s %s %s' "$version" "$integrity" "$(sha512 "$lib/$bundle")" >"$stamp"
echo "Web Chat $version is in src/StationBot.Host/wwwroot/lib ($(($(stat -c %s "$lib/$bundle.br") / 1024)) KB compressed)."
