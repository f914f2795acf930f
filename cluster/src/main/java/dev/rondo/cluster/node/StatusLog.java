package dev.rondo.cluster.node;

import dev.rondo.cluster.membership.Member;
import dev.rondo.cluster.membership.MembershipListener;
import dev.rondo.cluster.membership.MembershipView;
import dev.rondo.cluster.membership.MembershipView.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators whom this node takes for live, suspect or down. */
final class StatusLog implements MembershipListener {
  private static final Logger LOG = LoggerFactory.getLogger(StatusLog.class);

  @Override
  public void changed(MembershipView before, MembershipView after) {
    for (Member member : after.members()) {
      Status now = after.status(member.id());
      if (before.member(member.id()) == null) {
        LOG.info("node {} at {} is known now", member.id(), member.busAddress());
      } else if (before.status(member.id()) != now) {
        log(member, now);
      }
    }
  }

  private static void log(Member member, Status now) {
    switch (now) {
      case LIVE -> LOG.info("node {} at {} answers again", member.id(), member.busAddress());
      case SUSPECT -> LOG.warn("node {} at {} is suspected", member.id(), member.busAddress());
      case DOWN -> {
        String why = member.hasLeft() ? "left" : "is down";
        LOG.warn("node {} at {} {}", member.id(), member.busAddress(), why);
      }
    }
  }
}
