/**
 * Renews jars.lock.json: `node tools/setup/lock-jars.mjs`, after a change of the versions below or of pyspark.
 *
 * Ivy, which pyspark ships, resolves them: it needs a complete set-up, and writes what the repository serves now.
 * Review the difference before you commit.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.mjs';

// Delta and Spark's Kafka connector, with what they need of their own; pyspark ships everything else they ask for.
const SPARK = [
  'io.delta:delta-spark_2.13:4.4.0',
  'io.delta:delta-storage:4.4.0',
  'org.apache.spark:spark-sql-kafka-0-10_2.13:4.2.0',
  'org.apache.spark:spark-token-provider-kafka-0-10_2.13:4.2.0',
  'org.apache.kafka:kafka-clients:3.9.2',
  'org.apache.commons:commons-pool2:2.13.1',
];

// Without a binding of SLF4J the broker would keep the reason of a failure to itself.
const KAFKA = ['org.apache.kafka:kafka_2.13:3.9.2', 'org.slf4j:slf4j-simple:1.7.36'];

// What a broker in KRaft mode on loopback never loads. (Of ZooKeeper, only the jar `zookeeper` itself is loaded.)
const KAFKA_WITHOUT = [
  { group: 'io.netty' },
  { group: 'io.dropwizard.metrics' },
  { group: 'org.apache.zookeeper', artifact: 'zookeeper-jute' },
  { group: 'org.apache.yetus' },
  { group: 'com.google.errorprone' },
  { group: 'org.bitbucket.b_c', artifact: 'jose4j' },
  { group: 'org.scala-lang', artifact: 'scala-reflect' },
  { group: 'commons-beanutils' },
  { group: 'commons-collections' },
  { group: 'commons-digester' },
  { group: 'commons-logging' },
];

const home = fileURLToPath(new URL('../../.local/toolchain', import.meta.url));
const { java, python } = JSON.parse(readFileSync(join(home, 'toolchain.json'), 'utf8'));
const work = mkdtempSync(join(tmpdir(), 'lock-jars-'));

try {
  const spark = await resolve('spark', SPARK, { transitive: false });
  const kafka = await resolve('kafka', KAFKA, { transitive: true, without: KAFKA_WITHOUT });
  const jars = new Map();
  for (const [user, found] of [
    ['spark', spark],
    ['kafka', kafka],
  ]) {
    for (const jar of found) {
      const name = `${jar.group}:${jar.artifact}:${jar.version}`;
      jars.set(name, { ...jar, for: jars.has(name) ? 'both' : user });
    }
  }
  const sorted = [...jars].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, jar]) => jar);
  writeFileSync(new URL('jars.lock.json', import.meta.url), `${JSON.stringify({ jars: sorted }, null, 2)}\n`);
  console.log(`Locked ${sorted.length} jars: ${spark.length} for Spark, ${kafka.length} for Kafka.`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function resolve(user, coordinates, { transitive, without = [] }) {
  const target = join(work, user);
  mkdirSync(target);
  const [settings, module] = [join(target, 'settings.xml'), join(target, 'jars.xml')];
  writeFileSync(settings, settingsXml());
  writeFileSync(module, moduleXml(coordinates, transitive, without));
  const layout = '[organisation]/[artifact]/[revision]/jar.[ext]';
  await runCommand(
    java,
    [
      ...[
        '-jar',
        await ivyJar(),
        '-settings',
        settings,
        '-ivy',
        module,
        '-cache',
        join(work, `${user}.cache`),
      ],
      ...['-confs', 'default', '-types', 'jar', 'bundle', '-retrieve', join(target, layout)],
    ],
    { what: `Resolving the jars for ${user}` },
  );
  return readdirSync(target, { recursive: true })
    .filter((path) => path.endsWith('.jar'))
    .map((path) => {
      const [group, artifact, version] = path.split(sep);
      const content = readFileSync(join(target, path));
      const sha256 = createHash('sha256').update(content).digest('hex');
      return { group, artifact, version, sha256, size: content.length };
    });
}

async function ivyJar() {
  const script =
    'import glob, os, pyspark; print(*glob.glob(os.path.dirname(pyspark.__file__) + "/jars/ivy-*.jar"))';
  const [path] = await runCommand(python, ['-c', script], { what: 'Looking for Ivy' });
  return path;
}

function settingsXml() {
  const mirror = process.env.MAVEN_REPOSITORY;
  return `<ivysettings>
  <settings defaultResolver="central"/>
  <resolvers><ibiblio name="central" m2compatible="true"${mirror ? ` root="${mirror}"` : ''}/></resolvers>
</ivysettings>`;
}

function moduleXml(coordinates, transitive, without) {
  const dependencies = coordinates.map((coordinate) => {
    const [group, artifact, version] = coordinate.split(':');
    return `<dependency org="${group}" name="${artifact}" rev="${version}" transitive="${transitive}" conf="default->default"/>`;
  });
  const exclusions = without.map(
    ({ group, artifact = '.*' }) => `<exclude org="${group}" module="${artifact}" matcher="exactOrRegexp"/>`,
  );
  return `<ivy-module version="2.0">
  <info organisation="local" module="jars"/>
  <configurations><conf name="default"/></configurations>
  <dependencies>${[...dependencies, ...exclusions].join('')}</dependencies>
</ivy-module>`;
}
