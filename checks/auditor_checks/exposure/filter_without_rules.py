"""A network or web firewall, or a group of its rules, that is empty.

Why it matters
    It is in every inventory as protection, and lets everything pass.

Verdicts
    PASS when it holds at least one rule, group or condition; FAIL when it is empty. UNKNOWN when
    the answer could not be had.

How to mend it
    Add rules to it, or delete it.

    Web firewalls: ``aws wafv2 update-web-acl`` with a managed group such as
    ``AWSManagedRulesCommonRuleSet``. Network firewalls: ``aws network-firewall
    update-firewall-policy`` with rule groups.

Sources
    AWS Managed Rules for AWS WAF, https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups.html
    Firewall policy settings (AWS Network Firewall), https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policy-settings.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "filter_rules",
    id="exposure.filter_without_rules",
    title="Firewall has no rules",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="has rules",
    bad="has no rules, so it holds nothing off",
    controls=("NET-01",),
    same_as=(
        "networkfirewall_policy_rule_group_associated",
        "waf_global_rule_with_conditions",
        "waf_global_rulegroup_not_empty",
        "waf_global_webacl_with_rules",
        "waf_regional_rule_with_conditions",
        "waf_regional_rulegroup_not_empty",
        "waf_regional_webacl_with_rules",
        "wafv2_webacl_with_rules",
    ),
)
