// SPDX-License-Identifier: MIT
// Puts the static site together in build/web: public/, the WASM program, the fonts, an index of the scenarios, a packed
// .br and .gz beside everything that packs, and build.json (build id and unpacked sizes, for an honest progress bar).
// Packs only what changed since the last time; files that are gone from the sources go from the site as well.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const site = join(root, 'build/web');
const packs = /\.(html|js|mjs|css|json|wasm|svg|ttf|txt|md|webmanifest)$/;

const files = collect();
const changed = [...files].filter(([path, content]) => !isOnDisk(path, content));
for (const [path, content] of changed) write(path, content);
const packed = await Promise.all([...files].filter(([path]) => packs.test(path)).map(([path, content]) => pack(path, content)));
removeWhatIsGone();
report();

// Everything that the site consists of: path → content.
function collect() {
    const found = new Map();
    const add = (folder, prefix, accept = () => true) => {
        for (const path of filesBelow(folder)) if (accept(path)) found.set(prefix + path, readFileSync(join(folder, path)));
    };
    add(join(root, 'public'), '');
    add(join(root, 'build/cmake/wasm'), '', path => path === 'app.js' || path === 'app.wasm');
    for (const [path, content] of found) if (path.endsWith('.js')) found.set(path, minified(content));
    add(join(root, 'build/fonts'), 'fonts/', path => /\.(ttf|txt)$/.test(path));
    found.set('LICENSE.txt', readFileSync(join(root, 'LICENSE')));
    found.set('scenarios/index.json', Buffer.from(scenarioIndex(found)));
    const id = buildId(found);
    const page = found.get('index.html');
    if (page) found.set('index.html', Buffer.from(page.toString().replaceAll('__BUILD__', id)));
    found.set('build.json', Buffer.from(buildInfo(id, found)));
    return found;
}

// Without what only people read: a third of the JavaScript's download. Kept by content, because it takes seconds.
function minified(content) {
    const options = ['--compress', 'passes=3,ecma=2020', '--mangle', '--ecma', '2020'];
    if (/^(import|export) /m.test(content)) options.push('--module');
    const name = createHash('sha256').update(options.join()).update(content).digest('hex').slice(0, 32);
    const file = join(root, 'build/minified', `${name}.js`);
    if (!existsSync(file)) {
        mkdirSync(dirname(file), { recursive: true });
        const env = { ...process.env, NODE_PATH: '/usr/share/nodejs' };  // Debian's terser finds its parts there
        writeFileSync(`${file}.tmp`, execFileSync('terser', options, { input: content, env }));
        renameSync(`${file}.tmp`, file);
    }
    return readFileSync(file);
}

function filesBelow(folder) {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { withFileTypes: true })
        .filter(entry => !entry.name.startsWith('.') && entry.name !== 'CMakeFiles')
        .flatMap(entry => entry.isDirectory()
            ? filesBelow(join(folder, entry.name)).map(path => `${entry.name}/${path}`)
            : [entry.name])
        .sort();
}

function scenarioIndex(found) {
    const names = [...found.keys()].map(path => /^scenarios\/([^/]+)\.json$/.exec(path)?.[1]).filter(name => name && name !== 'index');
    return JSON.stringify({ scenarios: names.sort() }) + '\n';
}

// The build id is the hash of all that is served: the same sources give the same id anywhere. index.html asks for its parts
// with ?v=<id>, so that no cache mixes two builds.
function buildId(found) {
    const hash = createHash('sha256');
    for (const [path, content] of sorted(found)) hash.update(path).update('\0').update(content);
    return hash.digest('hex').slice(0, 12);
}

function buildInfo(id, found) {
    const sizes = Object.fromEntries(sorted(found).map(([path, content]) => [path, content.length]));
    return JSON.stringify({ id, sizes }, null, 1) + '\n';
}

function sorted(found) {
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function isOnDisk(path, content) {
    const file = join(site, path);
    return existsSync(file) && statSync(file).size === content.length && readFileSync(file).equals(content);
}

function write(path, content) {
    const file = join(site, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, content);
    renameSync(`${file}.tmp`, file);
}

// A packed file that would not be smaller is not kept: servers then send the plain one.
async function pack(path, content) {
    const touched = changed.some(([name]) => name === path);
    const kinds = { br: brotli, gz: gzip };
    for (const [extension, compress] of Object.entries(kinds)) {
        const target = `${path}.${extension}`;
        if (!touched && existsSync(join(site, target))) continue;
        const result = await compress(content);
        if (result.length < content.length) write(target, result);
        else rmSync(join(site, target), { force: true });
    }
    return path;
}

function brotli(content) {
    const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
    const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 22, [BROTLI_PARAM_SIZE_HINT]: content.length };
    return promisify(zlib.brotliCompress)(content, { params });
}

function gzip(content) {
    return promisify(zlib.gzip)(content, { level: 9 });
}

function removeWhatIsGone() {
    for (const path of filesBelow(site)) {
        const source = packed.includes(path.replace(/\.(br|gz)$/, '')) ? path.replace(/\.(br|gz)$/, '') : path;
        if (!files.has(source)) rmSync(join(site, path));
    }
}

function report() {
    if (changed.length === 0) return;
    const sum = kind => [...files].reduce((total, [path, content]) => {
        const file = join(site, path + kind);
        return total + (existsSync(file) ? statSync(file).size : content.length);
    }, 0);
    const kb = bytes => `${Math.round(bytes / 1024)} KB`;
    console.log(`    ${relative(root, site)}: ${files.size} files, ${kb(sum(''))}, brotli ${kb(sum('.br'))}`);
}
