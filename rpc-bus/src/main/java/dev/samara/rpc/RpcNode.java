package dev.samara.rpc;

import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.client.BusTargets;
import dev.samara.rpc.client.Caller;
import dev.samara.rpc.client.Client;
import dev.samara.rpc.dialogue.CallLedger;
import dev.samara.rpc.dialogue.CallLoop;
import dev.samara.rpc.directory.Announcement;
import dev.samara.rpc.directory.Directory;
import dev.samara.rpc.directory.NodeState;
import dev.samara.rpc.directory.Peer;
import dev.samara.rpc.payload.PayloadFormats;
import dev.samara.rpc.policy.AttemptCounter;
import dev.samara.rpc.serve.ServiceTable;
import dev.samara.rpc.shard.ShardHost;
import dev.samara.rpc.transport.Bus;
import dev.samara.rpc.transport.LoopDialogues;
import dev.samara.rpc.transport.NodeLinks;
import dev.samara.rpc.wire.Window;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a node's RPC end, and its event loop for announcements: one bus consumer for each
 * event loop and one for announcements. As a verticle it goes when the verticle that started it
 * goes, or its Vertx.
 */
final class RpcNode extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RpcNode.class);
  private static final Duration SWEEP_INTERVAL = Duration.ofMillis(50);
  private static final Duration TIDY_INTERVAL = Duration.ofSeconds(1);
  private static final Duration GOODBYE_TIMEOUT = Duration.ofMillis(500);
  private static final long LAST_CALLS_MILLIS = 250;

  private final RpcOptions options;
  private final LongSupplier nanoTime;
  private final long incarnation;
  private final Bus bus;
  private final Directory directory;
  private final PayloadFormats formats;
  private final ServiceTable services;
  private final List<LoopDialogues> loops = new ArrayList<>();
  private final Caller caller;
  private final Clients clients;
  private final PlainAddresses plain;
  private final NodeShards shards = new NodeShards(NodeShards.MOST_SHARDS);
  private final AtomicLong announcements = new AtomicLong();
  private final BusConsumers consumers;
  private Optional<NodeLinks> links = Optional.empty();

  // Owned by this verticle's event loop; written by become() only.
  private NodeState state = NodeState.ALIVE;
  private boolean warnedOfTwin;

  RpcNode(Vertx vertx, RpcOptions options) {
    this.options = options;
    this.nanoTime = System::nanoTime;
    this.incarnation = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    this.bus = new Bus(vertx);
    this.consumers = new BusConsumers(vertx.eventBus());
    this.directory = new Directory(options.nodeLostAfter(), nanoTime.getAsLong());
    RpcTuning tuning = options.tuning();
    // Lengths are compared with this node's own limit where the failure is told.
    PayloadFormats plain = PayloadFormats.within(PayloadFormats.MAX_BYTES);
    this.formats = tuning.keys().map(plain::sealedWith).orElse(plain);
    Window window = new Window(tuning.streamWindow(), tuning.streamWindowBytes());
    this.services =
        new ServiceTable(
            new ServiceTable.Limits(
                options.nodeName(),
                options.maxMessageBytes(),
                options.maxConcurrentCalls(),
                window,
                tuning.debug(),
                tuning.slowCall()),
            formats,
            tuning.interceptors(),
            context -> caller().callLoopOf(context));
    cover((VertxInternal) vertx);
    this.caller =
        new Caller(
            (VertxInternal) vertx,
            new Caller.Limits(
                options.nodeName(),
                options.maxMessageBytes(),
                options.maxPendingCalls(),
                window,
                tuning.slowCall()),
            loops,
            tuning.interceptors());
    this.plain = new PlainAddresses(vertx, this, options);
    Client direct =
        new Client(caller, new BusTargets(services::offers, directory, options.nodeId()));
    this.clients = new Clients(direct, tuning.policies(), nanoTime, new AttemptCounter());
  }

  private void cover(VertxInternal vertx) {
    LoopDialogues.Node node =
        new LoopDialogues.Node(
            bus,
            services,
            directory,
            options.nodeId(),
            options.nodeName(),
            incarnation,
            RpcOptions.MAX_MESSAGE_BYTES,
            options.tuning().maxQueuedBytes(),
            options.nodeLostAfter());
    for (EventExecutor executor : vertx.nettyEventLoopGroup()) {
      ContextInternal context =
          vertx
              .contextBuilder()
              .withThreadingModel(ThreadingModel.EVENT_LOOP)
              .withEventLoop((EventLoop) executor)
              .build();
      CallLoop loop = new CallLoop(loops.size(), context, nanoTime, new CallLedger());
      loops.add(new LoopDialogues(loop, node));
    }
  }

  /** All services known on the bus, sorted by their names, then by the nodes' names. */
  List<ServiceInfo> known() {
    return Stream.concat(services.infos().stream(), directory.offered())
        .sorted(Comparator.comparing(ServiceInfo::service).thenComparing(ServiceInfo::node))
        .toList();
  }

  ReadyCalls ready() {
    return new ReadyCalls(clients.plain(), formats);
  }

  Clients clients() {
    return clients;
  }

  Caller caller() {
    return caller;
  }

  ServiceTable services() {
    return services;
  }

  Directory directory() {
    return directory;
  }

  PayloadFormats formats() {
    return formats;
  }

  NodeShards shards() {
    return shards;
  }

  Optional<NodeLinks> links() {
    return links;
  }

  /** What hosts of shards need; once this was deployed. */
  ShardHost.Node hostNode() {
    ContextInternal home = (ContextInternal) context;
    return new ShardHost.Node(
        home, services, directory, options.nodeId(), options.nodeName(), this::announce);
  }

  /** Messages that were none of ours. */
  long malformedMessages() {
    return consumers.malformed();
  }

  @Override
  public Future<?> start() {
    return options
        .tuning()
        .nodeLinks()
        .map(this::link)
        .orElseGet(Future::succeededFuture)
        .compose(linked -> register())
        .onFailure(cause -> closeLinks());
  }

  private Future<NodeLinks> link(NodeLinkOptions wanted) {
    return here(NodeLinks.start(vertx, wanted.settings(options), services, caller::loopOf))
        .onSuccess(started -> {
          links = Optional.of(started);
          loops.forEach(each -> each.use(started));
        });
  }

  private Future<?> register() {
    List<Future<?>> registered = new ArrayList<>();
    registered.add(consumers.add((ContextInternal) context, Bus.ANNOUNCEMENTS, this::heard));
    for (LoopDialogues each : loops) {
      CallLoop loop = each.loop();
      loop.start();
      Consumer<Object> take = message -> take(each, message);
      String address = Bus.address(options.nodeId(), loop.index());
      registered.add(consumers.add(loop.context(), address, take));
    }
    registered.add(plain.register(consumers));
    return here(Future.all(registered))
        .onSuccess(all -> {
          announce();
          vertx.setPeriodic(options.announceInterval().toMillis(), tick -> announce());
          vertx.setPeriodic(SWEEP_INTERVAL.toMillis(), tick -> sweep());
          vertx.setPeriodic(TIDY_INTERVAL.toMillis(), tick -> tidy());
        });
  }

  @Override
  public Future<?> stop() {
    long patienceMillis = Math.max(1, options.drainTimeout().toMillis());
    return here(shards.leaveAll())
        .timeout(patienceMillis, TimeUnit.MILLISECONDS)
        .eventually(() -> drainAndClose(patienceMillis));
  }

  /** The same, told on this verticle's event loop, where its timers go with it. */
  private <T> Future<T> here(Future<T> anywhere) {
    Promise<T> here = ((ContextInternal) context).promise();
    anywhere.onComplete(here);
    return here.future();
  }

  private Future<?> drainAndClose(long patienceMillis) {
    become(NodeState.LEAVING);
    Promise<Void> over = ((ContextInternal) context).promise();
    long timer = vertx.setTimer(patienceMillis, tick -> over.tryComplete());
    othersHear().eventually(services::drain).onComplete(drained -> over.tryComplete());
    return over.future()
        .onComplete(ended -> vertx.cancelTimer(timer))
        .eventually(this::afterLastAnswers)
        .eventually(this::closeLinks)
        .eventually(() ->
            become(NodeState.GONE)
                .timeout(GOODBYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty())
        .eventually(this::closeLoops)
        // Our own goodbye comes here as well: Vert.x warns of messages for consumers that are gone.
        .eventually(() -> Bus.twoTurns((ContextInternal) context))
        .eventually(consumers::unregister);
  }

  /**
   * Calls that were sent before their callers heard of it still come: they are answered, or told
   * that they did not run.
   */
  private Future<?> othersHear() {
    return directory.peers().isEmpty() ? Future.succeededFuture() : vertx.timer(LAST_CALLS_MILLIS);
  }

  /** What was answered in this turn leaves at its end. */
  private Future<Void> afterLastAnswers() {
    return Future.join(loops.stream().map(each -> Bus.twoTurns(each.loop().context())).toList())
        .mapEmpty();
  }

  /** Before the goodbye, which could arrive before answers that come another way. */
  private Future<?> closeLinks() {
    return links.map(each -> each.close(GOODBYE_TIMEOUT)).orElseGet(Future::succeededFuture);
  }

  private Future<Void> closeLoops() {
    caller.close();
    shards.close(closedWords());
    return Future.join(loops.stream().map(each -> each.close(closedWords())).toList())
        .onComplete(closed -> loops.forEach(each -> each.loop().stop()))
        .mapEmpty();
  }

  private String closedWords() {
    return "the RPC of node '" + options.nodeName() + "' is closed";
  }

  /** The one transition: says it to all. */
  private Future<Void> become(NodeState next) {
    state = next;
    return announce();
  }

  /** Tells all nodes now; any thread, completes when it was handed over. */
  Future<Void> changed() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(now -> {
      announce();
      done.complete();
    });
    return done.future();
  }

  /** Somebody who knows says that a node left; any thread. */
  void nodeLeft(String nodeId) {
    context.runOnContext(now -> {
      directory.left(nodeId, nanoTime.getAsLong()).forEach(this::gone);
      shards.changed();
    });
  }

  private void gone(Peer peer) {
    loops.forEach(each -> each.loop().execute(() -> each.gone(peer)));
  }

  private Future<Void> announce() {
    shards.changed();
    return bus.announce(announcement());
  }

  private Announcement announcement() {
    return new Announcement(
        options.nodeId(),
        options.nodeName(),
        incarnation,
        announcements.incrementAndGet(),
        loops.size(),
        state,
        services.infos(),
        links.map(NodeLinks::address));
  }

  private void sweep() {
    for (Peer lost : directory.sweep(nanoTime.getAsLong())) {
      LOG.warn("node '{}' has been silent for {}", lost.nodeName(), options.nodeLostAfter());
      gone(lost);
      shards.changed();
    }
  }

  private void tidy() {
    long now = nanoTime.getAsLong();
    loops.forEach(each -> each.loop().execute(() -> each.tidy(now)));
  }

  private void take(LoopDialogues loop, Object message) {
    if (message instanceof Announcement said) {
      context.runOnContext(now -> heard(said));
    } else {
      loop.receive(message);
    }
  }

  private void heard(Object message) {
    if (!(message instanceof Announcement said)) {
      throw new IllegalArgumentException("not an announcement");
    }
    if (said.nodeId().equals(options.nodeId())) {
      if (said.incarnation() != incarnation && !warnedOfTwin) {
        warnedOfTwin = true;
        LOG.warn("node '{}' uses the node id of this node, {}", said.nodeName(), said.nodeId());
      }
      return;
    }
    Directory.Heard heard = directory.heard(said, nanoTime.getAsLong());
    heard.gone().forEach(this::gone);
    shards.changed();
    if (heard.newcomer()) {
      bus.announceTo(said.nodeId(), announcement());
    }
  }
}
